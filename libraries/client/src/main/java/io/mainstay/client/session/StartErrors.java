package io.mainstay.client.session;

import io.mainstay.protocol.message.ErrorMessage;
import org.jspecify.annotations.Nullable;

/** Reads what is said between START_API and readiness. */
final class StartErrors {
    private static final int CLIENT_ID_IN_USE = 326;
    private static final int NO_CONNECTION = 502;
    private static final int NOT_CONNECTED = 504;
    private static final int VERSION_TOO_OLD = 357;
    private static final int DISCLAIMER_NOT_ACCEPTED = 10_141;

    private StartErrors() {}

    /** The refusal that an error means; null if the session may still become ready. */
    static @Nullable Failure refusal(ErrorMessage error) {
        WorkerCause cause = WorkerCause.parse(error.advancedOrderRejectJson());
        boolean refused = cause != null && cause.exit() != 0
                || switch (error.errorCode()) {
                    case CLIENT_ID_IN_USE, NO_CONNECTION, NOT_CONNECTED, VERSION_TOO_OLD, DISCLAIMER_NOT_ACCEPTED ->
                        true;
                    default -> false;
                };
        return refused ? new Failure.Refused(error.errorCode(), error.errorMsg(), cause) : null;
    }

    /** Whether an error is more than a remark on the state of data farms. */
    static boolean mayExplainAnEnd(ErrorMessage error) {
        return error.errorCode() < 2_100 || error.errorCode() > 2_199;
    }

    /** The reason of an end, with the last thing the gateway said before it. */
    static Failure explain(Failure why, @Nullable ErrorMessage last) {
        if (!(why instanceof Failure.Lost lost) || last == null) {
            return why;
        }
        return new Failure.Lost(lost.text() + "; before that it said " + last.errorCode() + ": " + last.errorMsg());
    }
}
