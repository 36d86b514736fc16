package io.mainstay.client;

import io.mainstay.client.session.Failure;
import io.mainstay.client.session.Reply;
import io.mainstay.client.session.Request;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.error.ErrorCode;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Outgoing;
import java.util.List;
import java.util.Optional;

/** One question under a request id, and its answer as it comes together. */
abstract class Gather<T> implements Request {
    /** More rows than any account has; a peer that sends more is not answering the question. */
    private static final int MAX_ROWS = 200_000;

    private final Reply<T> reply = new Reply<>();

    final Reply<T> reply() {
        return reply;
    }

    abstract Outgoing question(int reqId);

    /** What ends the question at the gateway before its answer is complete, if anything does. */
    Optional<Outgoing> cancel(int reqId) {
        return Optional.empty();
    }

    /** Whether the gateway goes on sending after the answer is complete. */
    boolean cancelAfterAnswer() {
        return false;
    }

    /** Takes a row of the answer, within bounds. */
    final <E> void add(List<E> rows, E row) {
        if (rows.size() < MAX_ROWS) {
            rows.add(row);
        } else {
            reply.fail(new Failure.Garbled("more than " + MAX_ROWS + " rows came without an end"));
        }
    }

    @Override
    public void onError(ErrorMessage error) {
        ErrorCode code = ErrorCatalogue.of(error.errorCode());
        // Without the link no answer comes before the deadline; the caller should hear of it now.
        if (code.endsRequest(error.errorMsg()) || code.isLinkDown()) {
            reply.fail(Explain.failure(error));
        }
    }

    @Override
    public final void onEnd(Failure failure) {
        reply.fail(failure);
    }
}
