package io.mainstay.engine.routing;

import io.mainstay.engine.pacing.Lane;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One row of the routing table: a message of clients. The table's rows are made once and do not change. */
public final class Route {
    private static final long TIME_LIMIT_MS = 30_000;
    private static final int DUPLICATE_CODE = 322;

    private final int messageId;
    private final String wireName;
    private final Correlation correlation;
    private Lane lane = Lane.INTERACTIVE;
    private long timeLimitMs = TIME_LIMIT_MS;
    private Predicate<Outgoing> stream = message -> false;
    private Predicate<Outgoing> end = message -> false;
    private BiPredicate<Outgoing, Incoming> ends = (start, reply) -> false;
    private @Nullable Canceller cancels;
    private int startId;
    private Set<Integer> replies = Set.of();
    private int endId;
    private int duplicateCode = DUPLICATE_CODE;
    private int unknownCode;
    private @Nullable String cancelledText;
    private boolean cancelAfterEnd;
    private boolean shareable = true;

    /** Makes the cancel of a request. */
    @FunctionalInterface
    public interface Canceller {
        Outgoing cancel(Outgoing start, int reqId);
    }

    private Route(int messageId, String wireName, Correlation correlation) {
        this.messageId = messageId;
        this.wireName = wireName;
        this.correlation = correlation;
    }

    static Route of(int messageId, String wireName, Correlation correlation) {
        return new Route(messageId, wireName, correlation);
    }

    /** Its id on the wire. */
    public int messageId() {
        return messageId;
    }

    /** IB's name of it. */
    public String wireName() {
        return wireName;
    }

    public Correlation correlation() {
        return correlation;
    }

    /** What it waits behind. */
    public Lane lane() {
        return lane;
    }

    /** How long the gateway may be silent about such a request, in milliseconds; streams have no limit. */
    public long timeLimitMs() {
        return timeLimitMs;
    }

    /** Whether such a message opens something that goes on until it is cancelled. */
    public boolean isStream(Outgoing start) {
        return stream.test(start);
    }

    /** Whether such a message only ends what another one began. */
    public boolean endsSomething(Outgoing message) {
        return end.test(message);
    }

    /** Whether an answer to a request is the last one. */
    public boolean ends(Outgoing start, Incoming reply) {
        return ends.test(start, reply);
    }

    /** Whether clients that want the same may have one request at the gateway. */
    public boolean isShareable() {
        return shareable;
    }

    /** Makes the message that ends it upstream; null if it can't be cancelled. */
    public @Nullable Canceller cancels() {
        return cancels;
    }

    /** The message that opened what this one cancels or updates; 0 for others. */
    public int startId() {
        return startId;
    }

    /** The ids of the answers of a {@link Correlation#FLIGHT}, but for the last. */
    public Set<Integer> replies() {
        return replies;
    }

    /** The id of the last answer of a {@link Correlation#FLIGHT}. */
    public int endId() {
        return endId;
    }

    /** The error when the request id is taken already. */
    public int duplicateCode() {
        return duplicateCode;
    }

    /** The error when the request to cancel does not exist; 0 if there is none. */
    public int unknownCode() {
        return unknownCode;
    }

    /** What a gateway says when such a request has been cancelled; null if it is silent. */
    public @Nullable String cancelledText() {
        return cancelledText;
    }

    /** Whether the gateway counts it as running until it is cancelled, even when all is answered. */
    public boolean cancelAfterEnd() {
        return cancelAfterEnd;
    }

    /** The answer with this id is the last. */
    Route endsWith(int replyId) {
        return endsWhen((start, reply) -> reply.messageId() == replyId);
    }

    Route endsWhen(BiPredicate<Outgoing, Incoming> last) {
        ends = ends.or(last);
        return this;
    }

    Route isEnd() {
        return isEndWhen(message -> true);
    }

    Route isEndWhen(Predicate<Outgoing> isEnd) {
        end = isEnd;
        return this;
    }

    Route streams() {
        return streamsWhen(message -> true);
    }

    Route streamsWhen(Predicate<Outgoing> isStream) {
        stream = isStream;
        return this;
    }

    Route cancelledBy(Canceller canceller) {
        cancels = canceller;
        return this;
    }

    Route startedBy(int id) {
        startId = id;
        return this;
    }

    /** The answers, of which the last has the id {@code lastId}. */
    Route answeredBy(int lastId, Integer... itemIds) {
        replies = Set.of(itemIds);
        endId = lastId;
        return this;
    }

    Route notShared() {
        shareable = false;
        return this;
    }

    Route refusesWith(int duplicate, int unknown) {
        duplicateCode = duplicate;
        unknownCode = unknown;
        return this;
    }

    Route saysWhenCancelled(String text) {
        cancelledText = text;
        return this;
    }

    Route heldUntilCancelled() {
        cancelAfterEnd = true;
        return this;
    }

    /** Its answers are large or slow; others go first. */
    Route inBulk(long limitMs) {
        lane = Lane.BULK;
        timeLimitMs = limitMs;
        return this;
    }
}
