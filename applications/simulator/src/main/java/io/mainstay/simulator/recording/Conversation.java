package io.mainstay.simulator.recording;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.handshake.HandshakeException;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.HasOrderId;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.protocol.message.UnknownMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A recorded connection as questions and what came of each. What came of none of them belongs to START_API, since a gateway
 * says it unasked.
 */
final class Conversation {
    private final ServerGreeting greeting;
    private final List<Question> questions = new ArrayList<>();
    private final Map<Integer, Question> byReqId = new HashMap<>();
    private final Map<Integer, Question> byOrderId = new HashMap<>();
    private final Map<String, Question> byExecId = new HashMap<>();
    private int unreadable;

    private Conversation(ServerGreeting greeting) {
        this.greeting = greeting;
    }

    /**
     * Sorts a connection's frames.
     *
     * @throws RecordingException if it has no greeting of the gateway, or no START_API
     */
    static Conversation of(Recording.Connection connection) {
        List<RecordedFrame> frames = connection.frames();
        var conversation = new Conversation(greeting(frames));
        boolean clientGreeted = false;
        boolean gatewayGreeted = false;
        boolean ended = false;
        for (RecordedFrame frame : frames) {
            if (!ended
                    && connection.gatewayEndedMicros().isPresent()
                    && frame.micros() > connection.gatewayEndedMicros().getAsLong()) {
                ended = true;
                conversation.end(connection.gatewayEndedMicros().getAsLong());
            }
            if (frame.sender() == Sender.CLIENT) {
                if (clientGreeted) {
                    conversation.asked(frame);
                }
                clientGreeted = true;
            } else {
                if (gatewayGreeted) {
                    conversation.told(frame);
                }
                gatewayGreeted = true;
            }
        }
        if (conversation.questions.isEmpty()) {
            throw new RecordingException("a recorded connection has no START_API, so nothing can be replayed of it");
        }
        if (!ended && connection.gatewayEndedMicros().isPresent() && !endedByClient(connection)) {
            conversation.end(connection.gatewayEndedMicros().getAsLong());
        }
        return conversation;
    }

    /** Whether the gateway's end was only the answer to the client's. */
    private static boolean endedByClient(Recording.Connection connection) {
        return connection.clientEndedMicros().isPresent()
                && connection.clientEndedMicros().getAsLong()
                        <= connection.gatewayEndedMicros().orElse(Long.MAX_VALUE);
    }

    private static ServerGreeting greeting(List<RecordedFrame> frames) {
        byte[] payload = frames.stream()
                .filter(frame -> frame.sender() == Sender.GATEWAY)
                .findFirst()
                .orElseThrow(() -> new RecordingException("a recorded connection has no greeting of the gateway"))
                .payload();
        try {
            return ServerGreeting.parse(payload, 0, payload.length);
        } catch (HandshakeException e) {
            throw new RecordingException(String.valueOf(e.getMessage()));
        }
    }

    ServerGreeting greeting() {
        return greeting;
    }

    /** In the order in which they were asked; START_API is the first. */
    List<Question> questions() {
        return questions;
    }

    /** How many frames could not be read, and are left out. */
    int unreadable() {
        return unreadable;
    }

    private void asked(RecordedFrame frame) {
        Message message = read(frame);
        if (message == null || questions.isEmpty() && !(message instanceof StartApi)) {
            return;
        }
        var question = new Question(message, frame.micros());
        questions.add(question);
        switch (message) {
            case HasOrderId order -> byOrderId.put(order.orderId(), question);
            case HasReqId request -> byReqId.put(request.reqId(), question);
            default -> {}
        }
    }

    private void told(RecordedFrame frame) {
        Message message = read(frame);
        if (message == null || questions.isEmpty()) {
            return;
        }
        Question question = questionOf(message);
        question.add(message, frame.micros());
        if (message instanceof ExecDetails details) {
            byExecId.put(details.execution().execId(), question);
        }
    }

    private void end(long micros) {
        questions.getLast().add(null, micros);
    }

    private Question questionOf(Message message) {
        Question found = null;
        switch (message) {
            case ErrorMessage error -> {
                found = byReqId.get(error.id());
                found = found == null ? byOrderId.get(error.id()) : found;
            }
            case CommissionAndFeesReport report -> found = byExecId.get(report.execId());
            default -> {
                if (message instanceof HasReqId request && request.reqId() >= 0) {
                    found = byReqId.get(request.reqId());
                } else {
                    found = latest(message);
                }
                if (found == null && message instanceof HasOrderId order) {
                    found = byOrderId.get(order.orderId());
                }
            }
        }
        return found == null ? questions.getFirst() : found;
    }

    /** The last question that this may answer by its kind; one that is not answered yet goes first. */
    private @Nullable Question latest(Message message) {
        Question stream = null;
        for (int i = questions.size() - 1; i > 0; i--) {
            Question question = questions.get(i);
            if (question.message() instanceof HasReqId || question.message() instanceof HasOrderId) {
                continue;
            }
            if (question.awaits(message)) {
                return question;
            }
            if (stream == null && question.streams(message)) {
                stream = question;
            }
        }
        return stream;
    }

    private @Nullable Message read(RecordedFrame frame) {
        byte[] payload = frame.payload();
        int version = greeting.serverVersion();
        try {
            Message message = frame.sender() == Sender.CLIENT
                    ? MessageCodec.readOutgoing(payload, 0, payload.length, version)
                    : MessageCodec.readIncoming(payload, 0, payload.length, version);
            if (!(message instanceof UnknownMessage)) {
                return message;
            }
        } catch (FieldException e) {
            // Counted with those that nobody describes: what can't be read can't be given other ids.
            unreadable++;
            return null;
        }
        unreadable++;
        return null;
    }
}
