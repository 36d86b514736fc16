package io.mainstay.protocol.benchmark;

import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From the buffer into the record. */
@State(Scope.Thread)
public class ReadBenchmark {
    @Param
    public Sample sample = Sample.TICK_PRICE;

    @Param
    public Dialect dialect = Dialect.TEXT;

    private byte[] payload = {};
    private MessageReader reader = Dialect.TEXT.reader();

    @Setup
    public void prepare() {
        payload = dialect.payload(sample.message());
        reader = dialect.reader();
    }

    @Benchmark
    public Message read() {
        return reader.read(payload, 0, payload.length);
    }
}
