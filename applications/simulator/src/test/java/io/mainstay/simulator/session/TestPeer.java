package io.mainstay.simulator.session;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.HandshakeException;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.StartApi;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client on the other end of an {@link Outlet}; it keeps what it was sent. */
final class TestPeer implements Outlet {
    static final Contract AAPL = stock("AAPL");

    private final GatewayHarness harness;
    private final FrameAssembler frames = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);
    /** Every byte it was sent. */
    final ByteArrayOutputStream raw = new ByteArrayOutputStream();

    private final List<Message> messages = new ArrayList<>();
    private final Session session;
    private @Nullable ServerGreeting greeting;
    private int version = GatewayHarness.VERSION;
    boolean finished;
    boolean aborted;
    boolean frozen;
    boolean outputEnded;
    boolean byteWise;
    /** How often something was sent. */
    int sends;
    /** Messages that are no messages. */
    int unreadable;
    /** The first frame if it was no greeting. */
    String strangeGreeting = "";

    private boolean paused;
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();

    TestPeer(GatewayHarness harness) {
        this.harness = harness;
        this.session = harness.gateway.connect(this, harness.now());
    }

    static Contract stock(String symbol) {
        return Contract.builder()
                .symbol(symbol)
                .secType("STK")
                .exchange("SMART")
                .currency("USD")
                .build();
    }

    static Order order(String action, int quantity, String type) {
        return Order.builder()
                .action(action)
                .totalQuantity(BigDecimal.valueOf(quantity))
                .orderType(type)
                .tif("DAY")
                .transmit(true)
                .build();
    }

    TestPeer greet(int min, int max) {
        bytes(new ClientGreeting(min, max, "").encode());
        return this;
    }

    TestPeer start(int clientId) {
        return send(new StartApi(clientId, ""));
    }

    TestPeer send(Outgoing message) {
        var out = new FieldWriter(version);
        message.write(out);
        bytes(out.toByteArray());
        return this;
    }

    TestPeer place(int orderId, Order order) {
        return send(new PlaceOrder(orderId, AAPL, order));
    }

    void bytes(byte[] bytes) {
        if (paused || frozen) {
            unread.writeBytes(bytes);
            return;
        }
        session.received(bytes, 0, bytes.length, harness.now());
    }

    void end() {
        session.inputEnded(harness.now());
    }

    void vanish() {
        session.broke(harness.now());
    }

    @Nullable
    ServerGreeting greeting() {
        return greeting;
    }

    /** Everything since the last taking. */
    List<Message> takeAll() {
        List<Message> taken = List.copyOf(messages);
        messages.clear();
        return taken;
    }

    /** What of a kind has come since the last taking; the rest is gone, too. */
    <T> List<T> take(Class<T> type) {
        return takeAll().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The codes of the errors since the last taking. */
    List<Integer> takeErrors() {
        return take(ErrorMessage.class).stream().map(ErrorMessage::errorCode).toList();
    }

    boolean isOver() {
        return finished || aborted;
    }

    @Override
    public void send(byte[] bytes, int length, boolean byteWise) {
        raw.write(bytes, 0, length);
        this.byteWise |= byteWise;
        sends++;
        frames.feed(bytes, 0, length, (buffer, offset, size) -> {
            if (greeting == null) {
                greet(buffer, offset, size);
            } else {
                read(buffer, offset, size);
            }
        });
    }

    private void greet(byte[] buffer, int offset, int size) {
        try {
            greeting = ServerGreeting.parse(buffer, offset, size);
            version = greeting.serverVersion();
        } catch (HandshakeException e) {
            strangeGreeting = new String(buffer, offset, size, StandardCharsets.UTF_8);
        }
    }

    private void read(byte[] buffer, int offset, int size) {
        try {
            messages.add(MessageCodec.readIncoming(buffer, offset, size, version));
        } catch (FieldException e) {
            unreadable++;
        }
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void finish() {
        finished = true;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public void endOutput() {
        outputEnded = true;
    }

    @Override
    public void pauseReading(boolean pause) {
        paused = pause;
        if (!pause) {
            byte[] waiting = unread.toByteArray();
            unread.reset();
            bytes(waiting);
        }
    }

    @Override
    public void freeze() {
        frozen = true;
    }
}
