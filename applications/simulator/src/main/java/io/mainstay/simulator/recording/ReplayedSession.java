package io.mainstay.simulator.recording;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.handshake.ApiPrefix;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasOrderId;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.MessageRoute;
import io.mainstay.protocol.message.MessageRoutes;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.simulator.fields.RecordFields;
import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client of a replay. It is read by one thread and written to by the replay's clock. */
final class ReplayedSession {
    private static final int NOT_RECORDED = 320;

    private final Socket socket;
    private final Conversation conversation;
    private final double speed;
    private final ScheduledExecutorService clock;
    private final Consumer<String> notices;
    private final List<Question> questions;
    /** Questions of this client that were asked before; each connection uses the recording from its start. */
    private final Set<Question> used = new HashSet<>();
    /** The client's order ids by the recorded ones, for parents. */
    private final Map<Integer, Integer> orderIds = new HashMap<>();
    /** What still comes of the client's requests; a cancel stops it. */
    private final Map<Integer, List<Future<?>>> going = new HashMap<>();

    private int version;
    private int clientId;

    ReplayedSession(
            Socket socket,
            Conversation conversation,
            double speed,
            ScheduledExecutorService clock,
            Consumer<String> notices) {
        this.socket = socket;
        this.conversation = conversation;
        this.speed = speed;
        this.clock = clock;
        this.notices = notices;
        this.questions = conversation.questions();
    }

    /** Serves the client until it ends. */
    void run() throws IOException {
        var prefix = new ApiPrefix();
        var frames = new FrameAssembler(FrameAssembler.MAX_FROM_CLIENT_BYTES);
        var payloads = new ArrayList<byte[]>();
        byte[] bytes = new byte[1 << 14];
        for (int count = socket.getInputStream().read(bytes);
                count >= 0;
                count = socket.getInputStream().read(bytes)) {
            int taken = prefix.complete() ? 0 : prefix.take(bytes, 0, count);
            frames.feed(
                    bytes,
                    taken,
                    count - taken,
                    (buffer, offset, length) ->
                            payloads.add(java.util.Arrays.copyOfRange(buffer, offset, offset + length)));
            for (byte[] payload : payloads) {
                if (version == 0) {
                    greet(ClientGreeting.parse(payload, 0, payload.length));
                } else {
                    asked(payload);
                }
            }
            payloads.clear();
        }
    }

    private void greet(ClientGreeting greeting) throws IOException {
        ServerGreeting recorded = conversation.greeting();
        int chosen = Math.min(greeting.maxVersion(), recorded.serverVersion());
        if (chosen < greeting.minVersion() || chosen < MessageCodec.OLDEST_VERSION) {
            throw new IOException("it speaks versions " + greeting.minVersion() + " to " + greeting.maxVersion()
                    + ", and the recording is of version " + recorded.serverVersion());
        }
        version = chosen;
        write(new ServerGreeting(chosen, recorded.connectionTime()).encode());
    }

    private void asked(byte[] payload) throws IOException {
        Message message;
        try {
            message = MessageCodec.readOutgoing(payload, 0, payload.length, version);
        } catch (FieldException e) {
            refuse(-1, "the request can't be read: " + e.getMessage());
            return;
        }
        if (message instanceof StartApi start) {
            clientId = start.clientId();
            answer(questions.getFirst(), message);
            return;
        }
        MessageRoute route = MessageRoutes.outgoing(message.messageId());
        boolean cancels = route != null && route.kind() == MessageRoute.Kind.CANCEL;
        if (cancels && message instanceof HasReqId request) {
            List<Future<?>> stream = going.remove(request.reqId());
            if (stream != null) {
                stream.forEach(each -> each.cancel(false));
            }
        }
        Question question = find(message);
        if (question != null) {
            answer(question, message);
        } else if (!cancels && (route == null || !isWithoutAnswer(route.kind()))) {
            String text = notRecorded(message);
            notices.accept(text);
            refuse(id(message), text);
        }
    }

    private static boolean isWithoutAnswer(MessageRoute.Kind kind) {
        return kind == MessageRoute.Kind.SETTING || kind == MessageRoute.Kind.UPDATE;
    }

    /** The next recorded question like this one; when all have been used, the last of them again. */
    private @Nullable Question find(Message message) {
        Message wanted = Question.normal(message);
        Question last = null;
        for (Question question : questions) {
            if (Question.normal(question.message()).equals(wanted)) {
                last = question;
                if (used.add(question)) {
                    return question;
                }
            }
        }
        return last;
    }

    private String notRecorded(Message message) {
        List<Question> alike = questions.stream()
                .filter(q -> q.message().messageId() == message.messageId())
                .toList();
        String text = "Mainstay: this " + message.wireName() + " was not recorded";
        if (alike.isEmpty()) {
            return text + ", nor any other";
        }
        List<String> now = RecordFields.shown((Record) Question.normal(message));
        List<String> then =
                RecordFields.shown((Record) Question.normal(alike.getFirst().message()));
        var other = new ArrayList<>(now);
        other.removeAll(then);
        var missing = new ArrayList<>(then);
        missing.removeAll(now);
        return text + "; " + alike.size() + " with other fields were: here " + other + ", there " + missing;
    }

    private static int id(Message message) {
        return switch (message) {
            case HasOrderId order -> order.orderId();
            case HasReqId request -> request.reqId();
            default -> -1;
        };
    }

    private void refuse(int id, String text) throws IOException {
        send(new ErrorMessage(id, NOT_RECORDED, text, "", Clock.systemUTC().millis()));
    }

    private void answer(Question question, Message asked) {
        if (asked instanceof HasOrderId now && question.message() instanceof HasOrderId then) {
            orderIds.put(then.orderId(), now.orderId());
        }
        var planned = new ArrayList<Future<?>>();
        for (Question.Answer answer : question.answers()) {
            Message recorded = answer.message();
            Message message = recorded == null ? null : translated(recorded, question.message(), asked);
            long delayMicros = (long) (answer.afterMicros() / speed);
            planned.add(clock.schedule(() -> deliver(message), delayMicros, TimeUnit.MICROSECONDS));
        }
        if (asked instanceof HasReqId request) {
            going.put(request.reqId(), planned);
        }
    }

    /** A recorded answer with the ids that this client uses. */
    private Message translated(Message recorded, Message then, Message now) {
        Message message = recorded;
        if (then instanceof HasReqId before && now instanceof HasReqId asked) {
            if (message instanceof HasReqId answer && answer.reqId() == before.reqId()) {
                message = answer.withReqId(asked.reqId());
            } else if (message instanceof ErrorMessage error && error.id() == before.reqId()) {
                message = (Message) RecordFields.replaced(error, "id", error.id(), asked.reqId());
            }
        }
        Record record = (Record) message;
        if (message instanceof HasOrderId order && orderIds.containsKey(order.orderId())) {
            record = RecordFields.replaced(record, "orderId", order.orderId(), orderIds.get(order.orderId()));
        }
        if (then instanceof HasOrderId before
                && now instanceof HasOrderId asked
                && message instanceof ErrorMessage error
                && error.id() == before.orderId()) {
            record = RecordFields.replaced(record, "id", error.id(), asked.orderId());
        }
        for (Map.Entry<Integer, Integer> parent : orderIds.entrySet()) {
            Record replaced = RecordFields.replaced(record, "parentId", parent.getKey(), parent.getValue());
            if (!replaced.equals(record)) {
                record = replaced;
                break;
            }
        }
        int recordedClientId = ((StartApi) questions.getFirst().message()).clientId();
        return (Message) RecordFields.replaced(record, "clientId", recordedClientId, clientId);
    }

    private void deliver(@Nullable Message message) {
        try {
            if (message == null) {
                socket.shutdownOutput();
            } else if (message.sinceVersion() <= version) {
                send(message);
            }
        } catch (IOException e) {
            // The client has gone, which its reader tells; what was still to come is dropped with the next try.
            notices.accept("a client is gone: " + e.getMessage());
        } catch (RuntimeException e) {
            notices.accept("a recorded answer can't be sent: " + e);
        }
    }

    private void send(Message message) throws IOException {
        var out = new FieldWriter(version);
        message.write(out);
        write(out.toByteArray());
    }

    private synchronized void write(byte[] bytes) throws IOException {
        if (!socket.isClosed()) {
            socket.getOutputStream().write(bytes);
        }
    }
}
