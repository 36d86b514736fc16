package io.mainstay.protocol.benchmark;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.MessageReader;
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
    private MessageReader reader = Dialect.TEXT.reader();
    private FieldWriter out = new FieldWriter(Dialect.TEXT.version);

    @Setup
    public void prepare() {
        payload = dialect.payload(sample.message());
        reader = dialect.reader();
        out = new FieldWriter(dialect.other().version);
    }

    @Benchmark
    public int translate() {
        out.clear();
        reader.read(payload, 0, payload.length).write(out);
        return out.lengthBytes();
    }
}
