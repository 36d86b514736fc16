package io.mainstay.client;

import io.mainstay.client.session.Failure;
import io.mainstay.client.session.WorkerCause;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.ErrorMessage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what the session knows into what a caller is told: what, why, and what now. */
final class Explain {
    private Explain() {}

    /** An error of the gateway or worker under a request's id, as a failure. */
    static Failure failure(ErrorMessage error) {
        return new Failure.Refused(
                error.errorCode(), error.errorMsg(), WorkerCause.parse(error.advancedOrderRejectJson()));
    }

    /** Why a call has no answer. */
    static MainstayException call(Failure failure, String what) {
        return switch (failure) {
            case Failure.Refused refused -> refused(refused, what);
            case Failure.Garbled garbled ->
                new MainstayException.ProtocolError("The answer to the request for " + what + " can't be read: "
                        + garbled.text() + ". Please report this with the gateway's version.");
            case Failure.Closed closed ->
                new MainstayException.Disconnected(
                        "The request for " + what + " has no answer: " + closed.text() + ".");
            case Failure.Lost lost -> disconnected(what, lost.text());
            case Failure.Unreachable unreachable -> disconnected(what, unreachable.text());
        };
    }

    private static MainstayException disconnected(String what, String why) {
        return new MainstayException.Disconnected("The connection ended while the request for " + what
                + " was under way (" + why + "). Its answer is unknown, not empty; connect again and ask again.");
    }

    private static MainstayException refused(Failure.Refused refused, String what) {
        int code = refused.code();
        String said = " (" + code + ": " + refused.text() + ")";
        WorkerCause cause = refused.cause();
        if (ErrorCatalogue.of(code).isLinkDown() || cause != null && cause.exit() == 13) {
            return new MainstayException.LinkDown("The request for " + what
                    + " can't be answered while the gateway has no link to IB" + said + ". Wait until it is back"
                    + retry(cause) + ".");
        }
        if (code == ErrorCatalogue.NOT_CONNECTED || cause != null) {
            return new MainstayException.Disconnected("The worker lost its gateway while the request for " + what
                    + " was under way, or has none at present" + said + ". Its answer is unknown, not empty; ask again"
                    + retry(cause) + ".");
        }
        String text = refused.text().toLowerCase(Locale.ROOT);
        if (code == ErrorCatalogue.PACING_VIOLATION
                || code == ErrorCatalogue.PACING
                || code == ErrorCatalogue.HISTORICAL_SERVICE && text.contains("pacing")) {
            return new MainstayException.Pacing("The gateway refused the request for " + what
                    + " because too many came before it" + said + ". Ask again in a minute.");
        }
        if (code == ErrorCatalogue.HISTORICAL_SERVICE && text.contains("no data")) {
            return new MainstayException.NoData("The gateway says that it has no data for " + what + said + ".");
        }
        if (code == ErrorCatalogue.NO_SECURITY) {
            return new MainstayException.UnknownContract(
                    "The gateway knows no contract for " + what + said + ".", List.of());
        }
        return new MainstayException.RequestRefused(
                code,
                "The gateway refused the request for " + what + said + ". "
                        + ErrorCatalogue.of(code).advice());
    }

    private static String retry(@Nullable WorkerCause cause) {
        return cause != null && cause.retryInMs() >= 0
                ? "; the worker tries again in " + cause.retryInMs() + " ms"
                : "";
    }
}
