package io.mainstay.engine.routing;

import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One row of the routing table: a message of clients.
 *
 * @param messageId its id on the wire
 * @param wireName IB's name of it
 * @param stream whether it goes on until it is cancelled, so that its end by an outage must be made good by the client
 * @param ends whether an answer is the last one
 * @param cancels makes the message that ends it upstream; null if it can't be cancelled
 * @param startId the message that opened what this one cancels or updates; 0 for others
 * @param replies the ids of the answers of a {@link Correlation#FLIGHT}
 * @param endId the id of the last answer of a {@link Correlation#FLIGHT}
 * @param duplicateCode the error when the id is taken already
 * @param unknownCode the error when the request to cancel does not exist; 0 if there is none
 * @param cancelAfterEnd whether the gateway counts it as running until it is cancelled, even when all is answered
 */
public record Route(
        int messageId,
        String wireName,
        Correlation correlation,
        Predicate<Outgoing> stream,
        BiPredicate<Outgoing, Incoming> ends,
        @Nullable Canceller cancels,
        int startId,
        Set<Integer> replies,
        int endId,
        int duplicateCode,
        int unknownCode,
        boolean cancelAfterEnd) {

    /** Makes the cancel of a request. */
    @FunctionalInterface
    public interface Canceller {
        Outgoing cancel(Outgoing start, int reqId);
    }

    static Route of(int messageId, String wireName, Correlation correlation) {
        return new Route(
                messageId, wireName, correlation, m -> false, (m, r) -> false, null, 0, Set.of(), 0, 322, 0, false);
    }

    /** The answer with this id is the last. */
    Route endsWith(int replyId) {
        return endsWhen((start, reply) -> reply.messageId() == replyId);
    }

    Route endsWhen(BiPredicate<Outgoing, Incoming> last) {
        return new Route(
                messageId,
                wireName,
                correlation,
                stream,
                ends.or(last),
                cancels,
                startId,
                replies,
                endId,
                duplicateCode,
                unknownCode,
                cancelAfterEnd);
    }

    Route streams() {
        return streamsWhen(m -> true);
    }

    Route streamsWhen(Predicate<Outgoing> isStream) {
        return new Route(
                messageId,
                wireName,
                correlation,
                isStream,
                ends,
                cancels,
                startId,
                replies,
                endId,
                duplicateCode,
                unknownCode,
                cancelAfterEnd);
    }

    Route cancelledBy(Canceller canceller) {
        return new Route(
                messageId,
                wireName,
                correlation,
                stream,
                ends,
                canceller,
                startId,
                replies,
                endId,
                duplicateCode,
                unknownCode,
                cancelAfterEnd);
    }

    Route startedBy(int id) {
        return new Route(
                messageId,
                wireName,
                correlation,
                stream,
                ends,
                cancels,
                id,
                replies,
                endId,
                duplicateCode,
                unknownCode,
                cancelAfterEnd);
    }

    /** The answers, of which the last has the id {@code lastId}. */
    Route answeredBy(int lastId, Integer... itemIds) {
        return new Route(
                messageId,
                wireName,
                correlation,
                stream,
                ends,
                cancels,
                startId,
                Set.of(itemIds),
                lastId,
                duplicateCode,
                unknownCode,
                cancelAfterEnd);
    }

    Route refusesWith(int duplicate, int unknown) {
        return new Route(
                messageId,
                wireName,
                correlation,
                stream,
                ends,
                cancels,
                startId,
                replies,
                endId,
                duplicate,
                unknown,
                cancelAfterEnd);
    }

    Route heldUntilCancelled() {
        return new Route(
                messageId,
                wireName,
                correlation,
                stream,
                ends,
                cancels,
                startId,
                replies,
                endId,
                duplicateCode,
                unknownCode,
                true);
    }
}
