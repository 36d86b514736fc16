package io.mainstay.client.session;

import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.message.CancelPositions;
import io.mainstay.protocol.message.CompletedOrder;
import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.ReqCompletedOrders;
import io.mainstay.protocol.message.ReqCurrentTime;
import io.mainstay.protocol.message.ReqOpenOrders;
import io.mainstay.protocol.message.ReqPositions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The questions of one session whose answers carry no id. Safe for use by several threads. */
public final class Channels {
    /** More rows than any account has. */
    private static final int MAX_ROWS = 200_000;

    private final Channel<List<PositionData>> positions;
    private final Channel<List<OpenOrder>> openOrders;
    private final Channel<List<CompletedOrder>> completedOrders;
    private final Channel<Long> currentTime;

    Channels(Session session) {
        positions = new Channel<>(
                session, new ReqPositions(), new CancelPositions(), new Lists<>(PositionData.class), false);
        openOrders = new Channel<>(session, new ReqOpenOrders(), null, new Lists<>(OpenOrder.class), false);
        completedOrders =
                new Channel<>(session, new ReqCompletedOrders(true), null, new Lists<>(CompletedOrder.class), false);
        currentTime = new Channel<>(session, new ReqCurrentTime(), null, new Times(), true);
    }

    /** Every position of every account. */
    public Channel<List<PositionData>> positions() {
        return positions;
    }

    /** The working orders of this client id; descriptions pushed meanwhile are among them. */
    public Channel<List<OpenOrder>> openOrders() {
        return openOrders;
    }

    /** The orders of this day that have ended, of all API clients. */
    public Channel<List<CompletedOrder>> completedOrders() {
        return completedOrders;
    }

    /** The gateway's clock, in seconds since 1970. */
    public Channel<Long> currentTime() {
        return currentTime;
    }

    /** A refusal of a question without an id comes under no id, and it does not say which question it means. */
    void onError(ErrorMessage error) {
        boolean underNoId = error.id() == -1 || error.id() == 0 || error.id() == Integer.MAX_VALUE;
        if (!underNoId) {
            return;
        }
        WorkerCause cause = WorkerCause.parse(error.advancedOrderRejectJson());
        if (error.errorCode() == ErrorCatalogue.NOT_CONNECTED) {
            refuse(new Failure.Refused(error.errorCode(), error.errorMsg(), cause), false);
        } else if (ErrorCatalogue.of(error.errorCode()).mayRefuseUnnamedRequest()) {
            refuse(new Failure.Refused(error.errorCode(), error.errorMsg(), cause), true);
        }
    }

    private void refuse(Failure why, boolean willBeAnswered) {
        boolean several = (positions.busy() ? 1 : 0)
                        + (openOrders.busy() ? 1 : 0)
                        + (completedOrders.busy() ? 1 : 0)
                        + (currentTime.busy() ? 1 : 0)
                > 1;
        boolean owed = willBeAnswered && several;
        positions.refuse(why, owed);
        openOrders.refuse(why, owed);
        completedOrders.refuse(why, owed);
        currentTime.refuse(why, owed);
    }

    void end(Failure why) {
        positions.end(why);
        openOrders.end(why);
        completedOrders.end(why);
        currentTime.end(why);
    }

    /** Gathers the elements of a list until a message of another kind, which is its end marker. */
    private record Lists<T>(Class<T> element) implements Supplier<Collector<List<T>>> {
        @Override
        public Collector<List<T>> get() {
            return new Collector<>() {
                private final ArrayList<T> elements = new ArrayList<>();

                @Override
                public @Nullable List<T> take(Incoming message) {
                    if (element.isInstance(message)) {
                        if (elements.size() == MAX_ROWS) {
                            throw new FieldException("more than " + MAX_ROWS + " rows came without an end");
                        }
                        elements.add(element.cast(message));
                        return null;
                    }
                    return elements;
                }
            };
        }
    }

    private record Times() implements Supplier<Collector<Long>>, Collector<Long> {
        @Override
        public Collector<Long> get() {
            return this;
        }

        @Override
        public Long take(Incoming message) {
            return ((CurrentTime) message).time();
        }
    }
}
