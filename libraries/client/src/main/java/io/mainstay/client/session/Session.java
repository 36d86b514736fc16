package io.mainstay.client.session;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.HandshakeException;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.CompletedOrder;
import io.mainstay.protocol.message.CompletedOrdersEnd;
import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.MessageReader;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.protocol.message.Tolerated;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection life: the handshake, then requests and what comes back for them.
 *
 * <p>A session is ready when the accounts and the next order id have come, in whatever order the frames come. It never
 * reconnects: when it ends, everything open ends with the reason, and a new session begins with new ids, so an answer
 * of one life can't serve a question of another. Safe for use by several threads; see {@link Request} for the threads of
 * its callbacks.
 */
public final class Session {
    /** Frames before the greeting's answer that are tolerated, as the official clients do. */
    private static final int MAX_EARLY_FRAMES = 16;

    private final int clientId;
    private final int newestVersion;
    private final SessionListener listener;
    private final Link link;
    private final RequestTable requests;
    private final Channels channels;
    private final Reply<Ready> ready = new Reply<>();
    private final AtomicLong unreadable = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private volatile Opening stage = Opening.CONNECTING;
    private volatile @Nullable ServerGreeting greeting;

    /** The reading thread's alone. */
    private MessageReader reader = MessageReader.ofIncoming(MessageCodec.OLDEST_VERSION, new Tolerated());

    private @Nullable ErrorMessage lastStartError;
    private @Nullable List<String> accounts;
    private @Nullable Integer nextOrderId;
    private int earlyFrames;

    /**
     * What a session knows once it is usable.
     *
     * @param nextOrderId the smallest order id that this client id may use next
     */
    public record Ready(ServerGreeting greeting, List<String> accounts, int nextOrderId) {}

    /**
     * Prepares a session; {@link #start} begins it.
     *
     * @param newestVersion the newest protocol version to offer
     * @throws IOException if there is no socket to be had from the operating system
     */
    public Session(SocketAddress address, int clientId, int newestVersion, SessionListener listener)
            throws IOException {
        this.clientId = clientId;
        this.newestVersion = newestVersion;
        this.listener = listener;
        this.requests = new RequestTable();
        this.channels = new Channels(this);
        this.link = Link.open(address, new OnLink(), "mainstay-reader " + Link.describe(address));
    }

    /** Begins to connect; {@link #ready} tells how that went. */
    public void start() {
        link.start();
    }

    /** The gateway's clock and zone at the handshake, as it wrote them; empty before the greeting's answer. */
    public String connectionTime() {
        ServerGreeting answered = greeting;
        return answered == null ? "" : answered.connectionTime();
    }

    /** Ends when the session is usable, or with the reason why it is not. */
    public Reply<Ready> ready() {
        return ready;
    }

    public Opening stage() {
        return stage;
    }

    /** The requests under way, by id. */
    public RequestTable requests() {
        return requests;
    }

    /** The questions whose answers carry no id. */
    public Channels channels() {
        return channels;
    }

    /** The version that both sides speak; to be asked once the session is ready. */
    public int serverVersion() {
        ServerGreeting answered = greeting;
        if (answered == null) {
            throw new IllegalStateException("the session has no version before the greeting's answer");
        }
        return answered.serverVersion();
    }

    /** How many messages came whose id or fields are not known here. */
    public long notUnderstood() {
        return unreadable.get() + unknown.get();
    }

    /** Sends one message, whole. Any thread; never blocks. */
    public SendResult send(Outgoing message) {
        var out = new FieldWriter(serverVersion());
        message.write(out);
        return link.send(out.buffer(), out.lengthBytes());
    }

    /** Begins an orderly end; everything open hears {@code why}. */
    public void end(Failure why) {
        link.end(why);
    }

    /** Waits until the socket is closed; at once on the session's own thread, which closes it. */
    public boolean awaitEnd(Deadline deadline) throws InterruptedException {
        return link.isLinkThread() || link.awaitEnd(deadline);
    }

    /** Waits until the other side has been told that nothing more will be sent to it. */
    public boolean awaitHalfClose(Deadline deadline) throws InterruptedException {
        return link.isLinkThread() || link.awaitHalfClose(deadline);
    }

    private void greeted(byte[] bytes, int offset, int length) {
        ServerGreeting answer;
        try {
            answer = ServerGreeting.parse(bytes, offset, length);
        } catch (HandshakeException e) {
            if (++earlyFrames > MAX_EARLY_FRAMES) {
                link.end(new Failure.Garbled(String.valueOf(e.getMessage())));
            }
            return;
        }
        int version = answer.serverVersion();
        if (version < MessageCodec.OLDEST_VERSION || version > newestVersion) {
            link.end(new Failure.Garbled("it answered with protocol version " + version + "; offered were "
                    + MessageCodec.OLDEST_VERSION + " to " + newestVersion));
            return;
        }
        greeting = answer;
        reader = MessageReader.ofIncoming(version, new Tolerated());
        stage = Opening.STARTING;
        send(new StartApi(clientId, ""));
    }

    private void message(byte[] bytes, int offset, int length) {
        Message message;
        try {
            message = reader.read(bytes, offset, length);
        } catch (FieldException e) {
            unreadable(bytes, offset, length, e);
            return;
        }
        if (message instanceof Incoming incoming) {
            dispatch(incoming);
        } else {
            unknown.incrementAndGet();
        }
    }

    /** A message that matters to orders can't be left out; any other harms only the request that it answers. */
    private void unreadable(byte[] bytes, int offset, int length, FieldException e) {
        unreadable.incrementAndGet();
        String text = String.valueOf(e.getMessage());
        switch (reader.messageId(bytes, offset, length)) {
            case OrderStatus.ID, OpenOrder.ID, ExecDetails.ID, CommissionAndFeesReport.ID, ErrorMessage.ID ->
                link.end(new Failure.Garbled(text));
            default -> {
                List<Integer> named = DamagedMessage.requestIds(bytes, offset, length, serverVersion());
                requests.failOneOf(named, new Failure.Garbled(text));
                listener.onUnreadable(text);
            }
        }
    }

    private void dispatch(Incoming message) {
        switch (message.messageId()) {
            case ErrorMessage.ID -> error((ErrorMessage) message);
            case ManagedAccounts.ID -> {
                accounts = accountList(((ManagedAccounts) message).accountsList());
                readyIfComplete();
            }
            case NextValidId.ID -> {
                nextOrderId = ((NextValidId) message).orderId();
                readyIfComplete();
                listener.onOrderMessage(message);
            }
            case ExecDetails.ID -> {
                listener.onOrderMessage(message);
                requests.deliver(((ExecDetails) message).reqId(), message);
            }
            case OrderStatus.ID, CommissionAndFeesReport.ID -> listener.onOrderMessage(message);
            case OpenOrder.ID -> {
                listener.onOrderMessage(message);
                channels.openOrders().onMessage(message);
            }
            case OpenOrderEnd.ID -> channels.openOrders().onMessage(message);
            case CompletedOrder.ID, CompletedOrdersEnd.ID ->
                channels.completedOrders().onMessage(message);
            case PositionData.ID, PositionEnd.ID -> channels.positions().onMessage(message);
            case CurrentTime.ID -> channels.currentTime().onMessage(message);
            default -> {
                if (message instanceof HasReqId answer) {
                    requests.deliver(answer.reqId(), message);
                }
            }
        }
    }

    private void error(ErrorMessage error) {
        if (stage != Opening.READY) {
            if (StartErrors.mayExplainAnEnd(error)) {
                lastStartError = error;
            }
            Failure refusal = StartErrors.refusal(error);
            if (refusal != null) {
                link.end(refusal);
                return;
            }
        }
        if (requests.error(error)) {
            return;
        }
        channels.onError(error);
        listener.onError(error);
    }

    private void readyIfComplete() {
        List<String> named = accounts;
        Integer next = nextOrderId;
        ServerGreeting answered = greeting;
        if (stage == Opening.STARTING && named != null && next != null && answered != null) {
            stage = Opening.READY;
            requests.keepClearOf(next);
            ready.complete(new Ready(answered, named, next));
        }
    }

    /** A trailing comma occurs when there are several accounts. */
    private static List<String> accountList(String text) {
        var names = new ArrayList<String>();
        int from = 0;
        while (from <= text.length()) {
            int comma = text.indexOf(',', from);
            int to = comma < 0 ? text.length() : comma;
            String name = text.substring(from, to).strip();
            if (!name.isEmpty()) {
                names.add(name);
            }
            from = to + 1;
        }
        return List.copyOf(names);
    }

    /** The callbacks of the link; all on its thread. */
    private final class OnLink implements LinkListener {
        @Override
        public void onConnected() {
            stage = Opening.GREETING;
            byte[] hello = new ClientGreeting(MessageCodec.OLDEST_VERSION, newestVersion, "").encode();
            link.send(hello, hello.length);
        }

        @Override
        public void onFrame(byte[] buffer, int offset, int length) {
            if (stage == Opening.GREETING) {
                greeted(buffer, offset, length);
            } else {
                message(buffer, offset, length);
            }
        }

        @Override
        public void onEnd(Failure why) {
            Failure known = stage == Opening.STARTING ? StartErrors.explain(why, lastStartError) : why;
            stage = Opening.ENDED;
            ready.fail(known);
            requests.end(known);
            channels.end(known);
            listener.onEnd(known);
        }
    }
}
