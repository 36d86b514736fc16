package io.mainstay.protocol.benchmark;

import io.mainstay.protocol.message.Message;
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

    @Setup
    public void prepare() {
        payload = dialect.payload(sample.message());
    }

    @Benchmark
    public Message read() {
        return dialect.read(payload);
    }
}
