package io.mainstay.engine.downstream;

import io.mainstay.engine.access.Peer;
import io.mainstay.engine.access.Rights;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.port.DownstreamLink;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.time.Now;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.frame.FrameException;
import io.mainstay.protocol.handshake.ApiPrefix;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.HandshakeException;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.MessageReader;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.protocol.message.Tolerated;
import io.mainstay.protocol.message.UnknownMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The session of one client, from its first byte to its end. Its identity is its client id. */
public final class ClientSession {
    /** The id of an error that belongs to the session and to no request. */
    public static final int NO_ID = -1;

    /** How often it is looked whether a client that reads slowly has caught up. */
    private static final long BACKLOG_LOOK_MS = 20;

    /** What a client may send on without waiting for our greeting; clients send START_API at most. */
    private static final int HELD_BYTES_MAX = 4_096;

    /** Bytes collected before they are handed to the link ahead of the end of a turn. */
    private static final int EARLY_FLUSH_BYTES = 1 << 16;

    private final long number;
    private ClientIdentity identity;
    private final DownstreamLink link;
    private final ClientSettings settings;
    private final ClientHandler handler;
    private final EventSink events;
    private final SharedFrames shared;
    private final Now now;
    private final long since;
    private final ApiPrefix prefix = new ApiPrefix();
    private final FrameAssembler frames = new FrameAssembler(FrameAssembler.MAX_FROM_CLIENT_BYTES);

    private final Peer peer;
    private final Conflation conflation = new Conflation();
    private @Nullable Rights rights;
    private String greetingOptions = "";
    private boolean backlogged;

    /** While it is: how many bytes it had taken when it last took some, and when that was. */
    private long takenBytes;

    private long tookAt;
    private ClientState state = ClientState.HANDSHAKING;
    private FieldWriter out = new FieldWriter(MessageCodec.OLDEST_VERSION);
    private final Tolerated tolerated = new Tolerated();
    private MessageReader reader = MessageReader.ofOutgoing(MessageCodec.OLDEST_VERSION, tolerated);
    private @Nullable ClientGreeting heldGreeting;

    /** What a client sent on without waiting for our greeting; at most HELD_BYTES_MAX. */
    private final List<byte[]> heldPayloads = new ArrayList<>();

    private int heldBytes;
    private long handshakeDeadline;
    private int clientId = NO_ID;
    private int owner = NO_ID;
    private int version;
    private int unreadable;
    private long bytesIn;
    private long bytesOut;

    public ClientSession(
            long number,
            ClientIdentity identity,
            DownstreamLink link,
            Peer peer,
            ClientSettings settings,
            ClientHandler handler,
            EventSink events,
            SharedFrames shared,
            Now now) {
        this.number = number;
        this.identity = identity;
        this.link = link;
        this.peer = peer;
        this.settings = settings;
        this.handler = handler;
        this.events = events;
        this.shared = shared;
        this.now = now;
        this.since = now.nanos();
        this.handshakeDeadline = now.inMs(settings.handshakeTimeoutMs());
    }

    /** A number that no other session of this engine has. */
    public long number() {
        return number;
    }

    /** How it came. */
    public Peer peer() {
        return peer;
    }

    /** What it wrote behind its version range. */
    public String greetingOptions() {
        return greetingOptions;
    }

    /** What it may do; null until START_API was accepted. */
    public @Nullable Rights rights() {
        return rights;
    }

    /** Whether it may see a message; what it may not is never sent to it. */
    public boolean sees(Message message) {
        return rights == null || rights.see(message) != null;
    }

    /** Lets it in with these rights. */
    public void admit(Rights granted) {
        rights = granted;
        if (granted.proven()) {
            identity = new ClientIdentity("rule " + granted.rule());
        }
    }

    /** Who it is, whatever client id it names; who showed a token or certificate is known by that from then on. */
    public ClientIdentity identity() {
        return identity;
    }

    public ClientState state() {
        return state;
    }

    public boolean ready() {
        return state == ClientState.READY;
    }

    /** Its client id; -1 before START_API. */
    public int clientId() {
        return clientId;
    }

    /** Whose orders are its own: its client id, unless others may have the same; -1 before START_API. */
    public int owner() {
        return owner;
    }

    public int version() {
        return version;
    }

    public long sinceNanos() {
        return since;
    }

    public long queuedBytes() {
        return out.lengthBytes() + link.queuedBytes();
    }

    public long bytesIn() {
        return bytesIn;
    }

    public long bytesOut() {
        return bytesOut;
    }

    public void received(byte[] bytes, int offset, int length) {
        if (state == ClientState.CLOSED) {
            return;
        }
        bytesIn += length;
        try {
            int taken = prefix.complete() ? 0 : prefix.take(bytes, offset, length);
            frames.feed(bytes, offset + taken, length - taken, this::onFrame);
        } catch (FrameException | HandshakeException e) {
            end(
                    state == ClientState.HANDSHAKING ? CloseReason.NOT_A_CLIENT : CloseReason.PROTOCOL_ERROR,
                    String.valueOf(e.getMessage()));
        }
    }

    /** The client's side of the socket ended. */
    public void closed(boolean reset) {
        end(reset ? CloseReason.CLIENT_RESET : CloseReason.CLIENT_EOF, "");
    }

    public void poll() {
        watchBacklog();
        if (now.reached(handshakeDeadline)) {
            end(
                    CloseReason.CLIENT_HANDSHAKE_TIMEOUT,
                    "in state " + state + " after " + settings.handshakeTimeoutMs() + " ms");
        }
    }

    public long nextDeadline() {
        return backlogged ? Math.min(handshakeDeadline, now.inMs(BACKLOG_LOOK_MS)) : handshakeDeadline;
    }

    /** Gives it the client id that START_API named; from now on it may be found under its owner. */
    public void waitAs(int newClientId, int newOwner) {
        clientId = newClientId;
        owner = newOwner;
        state = ClientState.WAITING;
        handshakeDeadline = Now.NEVER;
    }

    public void attach() {
        state = ClientState.READY;
        events.accept(new EngineEvent.ClientAttached(number, clientId, version));
    }

    /** Sends a message at the client's version; one that its version does not know is left out. */
    public void send(Message message) {
        if (state == ClientState.CLOSED || version < message.sinceVersion()) {
            return;
        }
        Message seen = rights == null ? message : rights.see(message);
        if (seen == null || backlogged && conflation.take(seen)) {
            return;
        }
        write(seen);
    }

    /**
     * Sends a message that others get too, under the request id that it has here.
     *
     * @param counted the message in the units of this client's version
     */
    @SuppressWarnings("ReferenceEquality") // the very message: then nothing of it is hidden from this client
    public <M extends Message & HasReqId> void send(M message, M counted, int reqId) {
        if (backlogged || rights != null && rights.see(message) != message) {
            send(counted.withReqId(reqId));
        } else if (state != ClientState.CLOSED && version >= message.sinceVersion()) {
            FieldWriter frame;
            try {
                frame = shared.of(message, counted, version);
            } catch (IllegalArgumentException e) {
                cannotTell(message, e);
                return;
            }
            if (frame.lengthBytes() > 0) {
                out.writeUnder(reqId, frame);
                flushEarly();
            }
        }
    }

    private void write(Message message) {
        Message told = shared.wording().told(message, version);
        if (told == null) {
            return;
        }
        try {
            told.write(out);
        } catch (IllegalArgumentException e) {
            cannotTell(message, e);
            return;
        }
        flushEarly();
    }

    private void cannotTell(Message message, IllegalArgumentException why) {
        events.accept(new EngineEvent.Trouble(message.wireName() + " can't be told at version " + version + ": "
                + why.getMessage() + "; it was left out"));
    }

    private void flushEarly() {
        if (out.lengthBytes() >= EARLY_FLUSH_BYTES) {
            flush();
        }
    }

    public void error(int id, int code, String text) {
        error(id, code, text, "");
    }

    /** Sends an error of our own, which the text says. */
    public void error(int id, int code, String text, String json) {
        send(new ErrorMessage(id, code, "Mainstay: " + text, json, now.epochMs()));
    }

    /** Hands what was written since the last call to the link, in one piece. */
    public void flush() {
        if (out.lengthBytes() > 0) {
            link.write(out.buffer(), 0, out.lengthBytes());
            bytesOut += out.lengthBytes();
            out.clear();
            if (link.queuedBytes() > settings.queuedBytesMax()) {
                end(CloseReason.SLOW_CONSUMER, link.queuedBytes() + " bytes wait");
            }
        }
        if (!backlogged && state != ClientState.CLOSED && link.queuedBytes() > settings.conflateAboveBytes()) {
            backlogged = true;
            takenBytes = bytesOut - link.queuedBytes();
            tookAt = now.nanos();
        }
    }

    /** The client gave up what it had under an id. */
    public void forget(int reqId) {
        if (backlogged) {
            conflation.forget(reqId);
        }
    }

    /** Ticks that were never sent because the client read slowly and newer ones came. */
    public long conflated() {
        return conflation.replaced();
    }

    private void watchBacklog() {
        if (!backlogged) {
            return;
        }
        long taken = bytesOut - link.queuedBytes();
        if (taken != takenBytes) {
            takenBytes = taken;
            tookAt = now.nanos();
        }
        if (link.queuedBytes() <= settings.conflateAboveBytes() / 2) {
            backlogged = false;
            conflation.drain().forEach(this::write);
        } else if (now.msSince(tookAt) >= settings.stalledMostMs()) {
            end(
                    CloseReason.SLOW_CONSUMER,
                    "it has read nothing for " + now.msSince(tookAt) + " ms while " + link.queuedBytes()
                            + " bytes wait for it");
        }
    }

    /** Ends the session; what was sent before still goes out, unless the client does not read or is gone. */
    public void end(CloseReason reason, String detail) {
        if (state == ClientState.CLOSED) {
            return;
        }
        switch (reason) {
            case SLOW_CONSUMER, CLIENT_RESET -> {
                state = ClientState.CLOSED;
                link.abort();
            }
            default -> {
                if (out.lengthBytes() > 0) {
                    link.write(out.buffer(), 0, out.lengthBytes());
                    bytesOut += out.lengthBytes();
                }
                state = ClientState.CLOSED;
                link.close();
            }
        }
        out.clear();
        backlogged = false;
        handshakeDeadline = Now.NEVER;
        events.accept(
                new EngineEvent.ClientEnded(number, clientId, reason, detail, now.msSince(since), bytesIn, bytesOut));
        handler.onEnded(this);
    }

    private void onFrame(byte[] buffer, int offset, int length) {
        switch (state) {
            case HANDSHAKING -> onGreeting(ClientGreeting.parse(buffer, offset, length));
            case HELD -> hold(Arrays.copyOfRange(buffer, offset, offset + length));
            case GREETED, WAITING, READY -> onPayload(buffer, offset, length);
            case CLOSED -> {}
        }
    }

    private void onGreeting(ClientGreeting greeting) {
        if (greeting.maxVersion() < MessageCodec.OLDEST_VERSION) {
            end(CloseReason.NOT_A_CLIENT, "it speaks only versions up to " + greeting.maxVersion());
            return;
        }
        OptionalInt gateway = handler.gatewayVersion();
        if (gateway.isEmpty()) {
            // The gateway's own handshake is bounded, so its end is awaited instead of a time.
            state = ClientState.HELD;
            heldGreeting = greeting;
            handshakeDeadline = Now.NEVER;
        } else {
            greet(greeting, gateway.getAsInt());
        }
    }

    /** The gateway's version is known, or it is known that it will not be soon. */
    public void greetHeld(int gatewayVersion) {
        ClientGreeting greeting = heldGreeting;
        if (state != ClientState.HELD || greeting == null) {
            return;
        }
        heldGreeting = null;
        handshakeDeadline = now.inMs(settings.handshakeTimeoutMs());
        greet(greeting, gatewayVersion);
        for (byte[] payload : heldPayloads) {
            if (state != ClientState.CLOSED) {
                onPayload(payload, 0, payload.length);
            }
        }
        heldPayloads.clear();
    }

    private void hold(byte[] payload) {
        heldBytes += payload.length;
        if (heldBytes > HELD_BYTES_MAX) {
            end(CloseReason.PROTOCOL_ERROR, "it sent " + heldBytes + " bytes before it was greeted");
        } else {
            heldPayloads.add(payload);
        }
    }

    private void greet(ClientGreeting greeting, int gatewayVersion) {
        int newest = Math.min(settings.serverVersionMax(), gatewayVersion);
        if (greeting.minVersion() > newest) {
            end(
                    CloseReason.VERSION_TOO_NEW,
                    "it speaks " + greeting.minVersion() + " to " + greeting.maxVersion() + ", here is spoken up to "
                            + newest);
            return;
        }
        version = Math.min(greeting.maxVersion(), newest);
        byte[] answer = new ServerGreeting(version, handler.connectionTime()).encode();
        link.write(answer, 0, answer.length);
        bytesOut += answer.length;
        greetingOptions = greeting.options();
        out = new FieldWriter(version);
        reader = MessageReader.ofOutgoing(version, tolerated);
        state = ClientState.GREETED;
    }

    private void onPayload(byte[] buffer, int offset, int length) {
        Message message;
        long before = unexplainedFields();
        try {
            message = reader.read(buffer, offset, length);
        } catch (FieldException e) {
            unreadable(
                    ErrorCatalogue.REQUEST_UNREADABLE,
                    "the request could not be read and was left out: " + String.valueOf(e.getMessage()));
            return;
        }
        switch (message) {
            case StartApi start -> onStartApi(start);
            case PlaceOrder order -> {
                if (unexplainedFields() == before) {
                    onRequest(order);
                } else {
                    onUnexplained(order, unexplainedFields() - before);
                }
            }
            case Outgoing outgoing -> onRequest(outgoing);
            // A newer client than we know of is none that is out of step: this is answered and never counted.
            case UnknownMessage unknown ->
                error(
                        NO_ID,
                        ErrorCatalogue.REQUEST_NOT_VALID,
                        "message " + unknown.messageId() + " is not known at version " + version + " and was left out");
            default ->
                unreadable(
                        ErrorCatalogue.REQUEST_NOT_VALID,
                        message.wireName() + " is not a client's message and was left out");
        }
    }

    private long unexplainedFields() {
        return tolerated.extraTextFields() + tolerated.unknownProtobufFields();
    }

    /** Other requests may have more than we know; an order that is not understood to its last field is none of ours to send. */
    private void onUnexplained(PlaceOrder order, long fields) {
        unreadable++;
        error(
                order.orderId(),
                ErrorCatalogue.REQUEST_UNREADABLE,
                "the order was not sent: it has " + fields + " fields more than an order of version " + version
                        + " has, so its fields can't be told apart; is the client library older or newer than it says?");
    }

    private void onStartApi(StartApi start) {
        if (state == ClientState.GREETED) {
            handler.onStartApi(this, start);
        } else {
            unreadable(ErrorCatalogue.REQUEST_NOT_VALID, "START_API was sent before; this one was left out");
        }
    }

    private void onRequest(Outgoing request) {
        if (state == ClientState.READY) {
            handler.onMessage(this, request);
        } else {
            unreadable(
                    ErrorCatalogue.REQUEST_NOT_VALID,
                    request.wireName() + " was sent before the session started and was left out; wait for nextValidId");
        }
    }

    private void unreadable(int code, String text) {
        unreadable++;
        error(NO_ID, code, text);
        if (unreadable >= settings.unreadableMax()) {
            end(CloseReason.PROTOCOL_ERROR, "the last of " + unreadable + " faults: " + text);
        }
    }
}
