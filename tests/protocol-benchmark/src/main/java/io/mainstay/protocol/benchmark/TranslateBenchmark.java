package io.mainstay.protocol.benchmark;

import io.mainstay.protocol.field.FieldWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From the one dialect's buffer into the other's. */
@State(Scope.Thread)
public class TranslateBenchmark {
    @Param
    public Sample sample = Sample.TICK_PRICE;

    @Param
    public Dialect dialect = Dialect.TEXT;

    private byte[] payload = {};
    private FieldWriter out = new FieldWriter(Dialect.TEXT.version);

    @Setup
    public void prepare() {
        payload = dialect.payload(sample.message());
        out = new FieldWriter(dialect.other().version);
    }

    @Benchmark
    public int translate() {
        out.clear();
        dialect.read(payload).write(out);
        return out.lengthBytes();
    }
}
