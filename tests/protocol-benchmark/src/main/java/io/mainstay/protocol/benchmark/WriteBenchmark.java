package io.mainstay.protocol.benchmark;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.Message;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From the record into a buffer that is there already. */
@State(Scope.Thread)
public class WriteBenchmark {
    @Param
    public Sample sample = Sample.TICK_PRICE;

    @Param
    public Dialect dialect = Dialect.TEXT;

    private Message message = Sample.TICK_PRICE.message();
    private FieldWriter out = new FieldWriter(Dialect.TEXT.version);

    @Setup
    public void prepare() {
        // As it comes from the wire: that is whose numbers a relay writes.
        byte[] payload = dialect.payload(sample.message());
        message = dialect.reader().read(payload, 0, payload.length);
        out = new FieldWriter(dialect.version);
    }

    @Benchmark
    public int write() {
        out.clear();
        message.write(out);
        return out.lengthBytes();
    }
}
