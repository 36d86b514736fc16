package io.mainstay.engine.support;

import io.mainstay.engine.Engine;
import io.mainstay.engine.access.Peer;
import io.mainstay.engine.downstream.ClientIdentity;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.port.DownstreamLink;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.StartApi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's end of the socket: sends messages and keeps, decoded, what the engine sent. */
public final class TestClient implements DownstreamLink {
    public @Nullable ServerGreeting greeting;
    public boolean closed;
    public boolean aborted;
    public long queued;

    /** Whether what is written goes out of the queue at once; a client that does not read lets it grow. */
    public boolean reads = true;

    private final World world;
    private final Engine engine;
    private final ClientSession session;
    private final int version;
    private final List<Message> received = new ArrayList<>();
    private final FrameAssembler frames = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);

    TestClient(World world, Engine engine, Peer peer, int version, ClientIdentity identity) {
        this.world = world;
        this.engine = engine;
        this.version = version;
        this.session = engine.clientAccepted(this, peer, identity, world.nanos());
    }

    public TestClient greet() {
        return raw(new ClientGreeting(100, version, "").encode());
    }

    public TestClient startApi(int clientId) {
        return send(new StartApi(clientId, ""));
    }

    public TestClient send(Outgoing message) {
        ServerGreeting greeted = greeting;
        var out = new FieldWriter(greeted == null ? version : greeted.serverVersion());
        message.write(out);
        return raw(out.toByteArray());
    }

    public TestClient raw(byte[] bytes) {
        engine.clientBytes(session, bytes, 0, bytes.length, world.nanos());
        world.answerSignsOfLife();
        return this;
    }

    public TestClient raw(String ascii) {
        return raw(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Dies without a word; the system closes its socket. */
    public void die() {
        engine.clientClosed(session, true, world.nanos());
    }

    /** What came since the last call. */
    public List<Message> take() {
        List<Message> all = List.copyOf(received);
        received.clear();
        return all;
    }

    public <M extends Message> List<M> take(Class<M> type) {
        return take().stream().filter(type::isInstance).map(type::cast).toList();
    }

    public List<Integer> takeErrorCodes() {
        return take(ErrorMessage.class).stream().map(ErrorMessage::errorCode).toList();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        queued += reads ? 0 : length;
        frames.feed(bytes, offset, length, (buffer, at, size) -> {
            if (greeting == null) {
                greeting = ServerGreeting.parse(buffer, at, size);
            } else {
                received.add(MessageCodec.readIncoming(buffer, at, size, greeting.serverVersion()));
            }
        });
    }

    @Override
    public long queuedBytes() {
        return queued;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void abort() {
        closed = true;
        aborted = true;
    }
}
