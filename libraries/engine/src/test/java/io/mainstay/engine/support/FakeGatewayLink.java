package io.mainstay.engine.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.port.UpstreamLink;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.handshake.ApiPrefix;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqGlobalCancel;
import io.mainstay.protocol.message.ReqIds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The gateway's end of the socket: what the engine did to it, decoded. */
public final class FakeGatewayLink implements UpstreamLink {
    public int serverVersion = 200;
    public long epoch;
    public int connects;
    public int open;
    public int halfCloses;
    public int closes;
    public long queued;
    public @Nullable ClientGreeting greeting;

    /** What was received and not yet looked at. */
    public final List<Outgoing> received = new ArrayList<>();

    /** Whether questions for a sign of life are answered, and then not shown as received. */
    public boolean answersSignsOfLife = true;

    public int signsOfLifeOwed;

    /** Every message of all connections. */
    public final List<Sent> sent = new ArrayList<>();

    public LongSupplier clock = () -> 0;

    /** Runs before each write, for promises about what must have happened by then. */
    public Runnable beforeWrite = () -> {};

    private ApiPrefix prefix = new ApiPrefix();
    private FrameAssembler frames = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);

    /** When a message came, and whether it cancels orders. */
    public record Sent(long nanos, boolean cancel) {}

    /**
     * Holds all that came against the gateway's rate: in no second more than {@code most}, and no message but a cancel as
     * one of more than {@code mostOfOthers}.
     */
    public void assertRate(int most, int mostOfOthers) {
        int first = 0;
        for (int i = 0; i < sent.size(); i++) {
            Sent last = sent.get(i);
            while (last.nanos() - sent.get(first).nanos() >= 1_000_000_000L) {
                first++;
            }
            assertThat(i - first + 1)
                    .as("messages in the second until %s", last)
                    .isLessThanOrEqualTo(last.cancel() ? most : mostOfOthers);
        }
    }

    @Override
    public void connect(long newEpoch) {
        epoch = newEpoch;
        connects++;
        open++;
        greeting = null;
        signsOfLifeOwed = 0;
        prefix = new ApiPrefix();
        frames = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        beforeWrite.run();
        int taken = prefix.complete() ? 0 : prefix.take(bytes, offset, length);
        frames.feed(bytes, offset + taken, length - taken, (buffer, at, size) -> {
            if (greeting == null) {
                greeting = ClientGreeting.parse(buffer, at, size);
                return;
            }
            Message message = MessageCodec.readOutgoing(buffer, at, size, serverVersion);
            sent.add(new Sent(clock.getAsLong(), message instanceof CancelOrder || message instanceof ReqGlobalCancel));
            if (message instanceof ReqIds && answersSignsOfLife) {
                signsOfLifeOwed++;
            } else {
                received.add((Outgoing) message);
            }
        });
    }

    @Override
    public long queuedBytes() {
        return queued;
    }

    @Override
    public void halfClose() {
        halfCloses++;
    }

    @Override
    public void close() {
        closes++;
        open--;
    }
}
