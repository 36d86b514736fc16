package io.mainstay.client.session;

import io.mainstay.protocol.error.Ends;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.error.ErrorCode;
import io.mainstay.protocol.error.ErrorKind;
import io.mainstay.protocol.error.Severity;
import io.mainstay.protocol.message.ErrorMessage;
import org.jspecify.annotations.Nullable;

/** Reads what is said between START_API and readiness. */
final class StartErrors {
    private StartErrors() {}

    /** The refusal that an error means; null if the session may still become ready. */
    static @Nullable Failure refusal(ErrorMessage error) {
        WorkerCause cause = WorkerCause.parse(error.advancedOrderRejectJson());
        boolean refused = cause != null && cause.exit() != 0
                || ErrorCatalogue.of(error.errorCode()).ends() == Ends.CONNECTION
                || error.errorCode() == ErrorCatalogue.NOT_CONNECTED;
        return refused ? new Failure.Refused(error.errorCode(), error.errorMsg(), cause) : null;
    }

    /** Whether an error is more than a remark on the state of data farms. */
    static boolean mayExplainAnEnd(ErrorMessage error) {
        ErrorCode code = ErrorCatalogue.of(error.errorCode());
        return code.severity() != Severity.INFO && code.kind() != ErrorKind.DATA_FARM;
    }

    /** The reason of an end, with the last thing the gateway said before it. */
    static Failure explain(Failure why, @Nullable ErrorMessage last) {
        if (!(why instanceof Failure.Lost lost) || last == null) {
            return why;
        }
        return new Failure.Lost(lost.text() + "; before that it said " + last.errorCode() + ": " + last.errorMsg());
    }
}
