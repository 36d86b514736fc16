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
import io.mainstay.protocol.frame.FrameException;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.HandshakeException;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.protocol.message.UnknownMessage;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The session of one client, from its first byte to its end. Its identity is its client id. */
public final class ClientSession {
    /** The id of an error that belongs to the session and to no request. */
    public static final int NO_ID = -1;

    private static final String NOT_PERMITTED_JSON = "{\"mainstay\":{\"cause\":\"NOT_PERMITTED\",\"exit\":12}}";

    private final long number;
    private ClientIdentity identity;
    private final ClientSettings settings;
    private final Offer offer;
    private final ClientHandler handler;
    private final EventSink events;
    private final Now now;
    private final long since;
    private final Peer peer;
    private final ClientInput input;
    private final ClientOutput output;
    private @Nullable Rights rights;
    private String greetingOptions = "";
    private ClientState state = ClientState.HANDSHAKING;
    private @Nullable ClientGreeting heldGreeting;
    private long handshakeDeadline;
    private int clientId = NO_ID;
    private int owner = NO_ID;
    private int version;
    private int unreadable;
    private String accountsTold = "";
    private long bytesIn;

    public ClientSession(
            long number,
            ClientIdentity identity,
            DownstreamLink link,
            Peer peer,
            ClientSettings settings,
            Offer offer,
            ClientHandler handler,
            EventSink events,
            SharedFrames shared,
            Now now) {
        this.number = number;
        this.identity = identity;
        this.peer = peer;
        this.settings = settings;
        this.offer = offer;
        this.handler = handler;
        this.events = events;
        this.now = now;
        this.since = now.nanos();
        this.handshakeDeadline = now.inMs(settings.handshakeTimeoutMs());
        this.input = new ClientInput(new FromClient());
        this.output =
                new ClientOutput(link, settings, shared, events, seen -> end(CloseReason.SLOW_CONSUMER, seen), now);
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

    /**
     * Whether it may not have a request any more that it has open; then it is told under this id that the request is ended,
     * and the caller is to end it.
     */
    public boolean loses(int id, Outgoing request) {
        Optional<String> forbidden = rights == null ? Optional.empty() : rights.forbids(request);
        forbidden.ifPresent(why -> error(
                id,
                ErrorCatalogue.REQUEST_NOT_VALID,
                request.wireName() + " was ended, because the rules were changed: " + why,
                NOT_PERMITTED_JSON));
        return forbidden.isPresent();
    }

    /** Tells it that the rules were changed and none lets it in any more, and ends it. */
    public void expel() {
        error(
                NO_ID,
                ErrorCatalogue.REQUEST_NOT_VALID,
                "the rules of this worker were changed, and none lets this session in any more; orders that work at IB stay"
                        + " as they are",
                NOT_PERMITTED_JSON);
        end(CloseReason.NOT_PERMITTED, "the rules were changed; " + peer.text());
    }

    /** Gives it these rights, in place of those that it had if it is in. */
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
        return output.queuedBytes();
    }

    public long bytesIn() {
        return bytesIn;
    }

    public long bytesOut() {
        return output.bytesOut();
    }

    public void received(byte[] bytes, int offset, int length) {
        if (state == ClientState.CLOSED) {
            return;
        }
        bytesIn += length;
        try {
            input.feed(bytes, offset, length);
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
        output.poll();
        if (now.reached(handshakeDeadline)) {
            end(
                    CloseReason.CLIENT_HANDSHAKE_TIMEOUT,
                    "in state " + state + " after " + settings.handshakeTimeoutMs() + " ms");
        }
    }

    public long nextDeadline() {
        return Math.min(handshakeDeadline, output.nextDeadline());
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
        if (seen != null) {
            output.write(seen);
        }
        if (seen instanceof ManagedAccounts accounts) {
            accountsTold = accounts.accountsList();
        }
    }

    /** The accounts that it was last told of, with commas between them; empty before. */
    public String accountsTold() {
        return accountsTold;
    }

    /**
     * Sends a message that others get too, under the request id that it has here.
     *
     * @param counted the message in the units of this client's version
     */
    @SuppressWarnings("ReferenceEquality") // the very message: then nothing of it is hidden from this client
    public <M extends Message & HasReqId> void send(M message, M counted, int reqId) {
        if (output.backlogged() || rights != null && rights.see(message) != message) {
            send(counted.withReqId(reqId));
        } else if (state != ClientState.CLOSED && version >= message.sinceVersion()) {
            output.writeShared(message, counted, reqId);
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
        output.flush();
    }

    /** The client gave up what it had under an id. */
    public void forget(int reqId) {
        output.forget(reqId);
    }

    /** Ticks that were never sent because the client read slowly and newer ones came. */
    public long conflated() {
        return output.conflated();
    }

    /** Ends the session; what was sent before still goes out, unless the client does not read or is gone. */
    public void end(CloseReason reason, String detail) {
        if (state == ClientState.CLOSED) {
            return;
        }
        state = ClientState.CLOSED;
        input.end();
        switch (reason) {
            case SLOW_CONSUMER, CLIENT_RESET -> output.abort();
            default -> output.close();
        }
        handshakeDeadline = Now.NEVER;
        events.accept(new EngineEvent.ClientEnded(
                number, clientId, reason, detail, now.msSince(since), bytesIn, output.bytesOut()));
        handler.onEnded(this);
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
        input.readHeld();
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
        output.begin(new ServerGreeting(version, offer.connectionTime()).encode(), version);
        input.speak(version);
        greetingOptions = greeting.options();
        state = ClientState.GREETED;
    }

    /** What the client says. */
    private final class FromClient implements ClientInput.Receiver {
        @Override
        public void onGreeting(ClientGreeting greeting) {
            if (greeting.maxVersion() < MessageCodec.OLDEST_VERSION) {
                end(CloseReason.NOT_A_CLIENT, "it speaks only versions up to " + greeting.maxVersion());
                return;
            }
            OptionalInt gateway = offer.gatewayVersion();
            if (gateway.isEmpty()) {
                // The gateway's own handshake is bounded, so its end is awaited instead of a time.
                state = ClientState.HELD;
                heldGreeting = greeting;
                handshakeDeadline = Now.NEVER;
            } else {
                greet(greeting, gateway.getAsInt());
            }
        }

        @Override
        public void onMessage(Message message, long unexplainedFields) {
            switch (message) {
                case StartApi start -> onStartApi(start);
                case PlaceOrder order -> {
                    if (unexplainedFields == 0) {
                        onRequest(order);
                    } else {
                        onUnexplained(order, unexplainedFields);
                    }
                }
                case Outgoing outgoing -> onRequest(outgoing);
                // A newer client than we know of is none that is out of step: this is answered and never counted.
                case UnknownMessage unknown ->
                    error(
                            NO_ID,
                            ErrorCatalogue.REQUEST_NOT_VALID,
                            "message " + unknown.messageId() + " is not known at version " + version
                                    + " and was left out");
                default ->
                    unreadable(
                            ErrorCatalogue.REQUEST_NOT_VALID,
                            message.wireName() + " is not a client's message and was left out");
            }
        }

        @Override
        public void onUnreadable(FieldException why) {
            unreadable(
                    ErrorCatalogue.REQUEST_UNREADABLE,
                    "the request could not be read and was left out: " + String.valueOf(why.getMessage()));
        }
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
