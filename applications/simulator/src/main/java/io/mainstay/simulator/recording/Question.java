package io.mainstay.simulator.recording;

import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageRoute;
import io.mainstay.protocol.message.MessageRoutes;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.simulator.fields.RecordFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a recorded client asked or ordered, and everything that came of it. */
final class Question {
    /**
     * One thing that came of it.
     *
     * @param message what the gateway sent; null for the end of the connection
     * @param afterMicros how long after the question, in us
     */
    record Answer(@Nullable Message message, long afterMicros) {}

    private final Message message;
    private final long micros;
    private final List<Answer> answers = new ArrayList<>();
    private boolean complete;

    Question(Message message, long micros) {
        this.message = message;
        this.micros = micros;
    }

    Message message() {
        return message;
    }

    List<Answer> answers() {
        return answers;
    }

    void add(@Nullable Message answer, long atMicros) {
        answers.add(new Answer(answer, atMicros - micros));
        if (answer != null) {
            MessageRoute route = MessageRoutes.outgoing(message.messageId());
            complete |= route != null && route.until().contains(answer.messageId());
        }
    }

    /** Whether an answer of this kind may belong to it, by the kind alone, and it is not answered completely. */
    boolean awaits(Message answer) {
        MessageRoute route = MessageRoutes.outgoing(message.messageId());
        return route != null
                && !complete
                && (route.by().contains(answer.messageId()) || route.until().contains(answer.messageId()));
    }

    /** Whether it is a stream of things like this one, without an id. */
    boolean streams(Message answer) {
        MessageRoute route = MessageRoutes.outgoing(message.messageId());
        return route != null
                && route.kind() == MessageRoute.Kind.SUBSCRIPTION
                && (route.by().contains(answer.messageId()) || route.until().contains(answer.messageId()));
    }

    /** The same message but for the ids that each session chooses for itself. */
    static Message normal(Message message) {
        if (message instanceof PlaceOrder order) {
            Record zeroed = RecordFields.replaced((Record) order.withOrderId(0), "orderId", order.orderId(), 0);
            zeroed = RecordFields.replaced(zeroed, "parentId", order.order().parentId(), 0);
            return (Message)
                    RecordFields.replaced(zeroed, "clientId", order.order().clientId(), 0);
        }
        if (message instanceof io.mainstay.protocol.message.CancelOrder cancel) {
            return (Message) cancel.withOrderId(0);
        }
        return message instanceof HasReqId request ? request.withReqId(0) : message;
    }
}
