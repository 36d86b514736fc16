package io.mainstay.client;

import io.mainstay.client.session.Deadline;
import io.mainstay.client.session.Reply;

/** Waits for replies on behalf of a caller. */
final class Calls {
    private Calls() {}

    /**
     * The reply's value.
     *
     * @param what the request, as it stands in messages: "bars of AAPL"
     * @throws MainstayException with the failure, or because the deadline or an interrupt came first
     */
    static <T> T await(Reply<T> reply, Deadline deadline, String what) {
        try {
            if (!reply.await(deadline)) {
                throw timedOut(deadline, what);
            }
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
        var failure = reply.failure();
        if (failure != null) {
            throw Explain.call(failure, what);
        }
        return reply.value();
    }

    static MainstayException timedOut(Deadline deadline, String what) {
        long waitedMs = deadline.total().toMillis();
        return new MainstayException.TimedOut(
                "No complete answer to the request for " + what + " came within " + waitedMs
                        + " ms. It is not known what the answer would be; ask again, or with a longer timeout.",
                deadline.waited());
    }

    static MainstayException interrupted(String what) {
        Thread.currentThread().interrupt();
        return new MainstayException.Interrupted(
                "The thread was interrupted while it waited for " + what + "; the request was given up.");
    }
}
