package io.mainstay.client;

import io.mainstay.client.session.Deadline;
import io.mainstay.client.session.Failure;
import io.mainstay.client.session.Opening;
import io.mainstay.client.session.WorkerCause;
import io.mainstay.protocol.error.ErrorCatalogue;

/** Tells why a connection did not come about. */
final class ExplainConnect {
    private static final int GATEWAY_DOWN = 10;
    private static final int GATEWAY_MUTE = 11;
    private static final int GATEWAY_REFUSED = 12;
    private static final int LINK_DOWN = 13;

    private ExplainConnect() {}

    /** The deadline came before readiness. */
    static MainstayException late(ConnectOptions options, Opening stage, Deadline deadline) {
        String waited = " (waited " + seconds(deadline.total().toMillis()) + ")";
        if (options.via() == ConnectOptions.Via.DIRECT) {
            return new MainstayException.GatewayMute(
                    "The gateway at " + gateway(options) + " " + stage.description() + waited + ". " + MUTE_ADVICE);
        }
        return new MainstayException.GatewayMute("The worker for the gateway at " + gateway(options)
                + " runs, and it has had no complete answer from the gateway yet" + waited + ". " + MUTE_ADVICE);
    }

    /** The session ended before it was ready. */
    static MainstayException failed(ConnectOptions options, Failure failure, boolean direct) {
        if (failure instanceof Failure.Refused refused) {
            return refused(options, refused);
        }
        if (!direct) {
            return new MainstayException.WorkerFailed("The worker for the gateway at " + gateway(options)
                    + " ended the connection before it was usable: " + failure.text()
                    + ". Try again; if it stays so, run `mainstay worker restart`.");
        }
        if (failure instanceof Failure.Unreachable) {
            return new MainstayException.GatewayDown(
                    "The gateway at " + gateway(options) + " can't be reached: " + failure.text() + ". " + DOWN_ADVICE);
        }
        if (failure instanceof Failure.Garbled) {
            return new MainstayException.GatewayRefused("What listens at " + gateway(options)
                    + " does not speak the TWS API as this library knows it: " + failure.text()
                    + ". Check the port and the gateway's version.");
        }
        return new MainstayException.GatewayRefused("The gateway at " + gateway(options)
                + " ended the connection before it was usable: " + failure.text()
                + ". Check in its API settings that socket clients are enabled and this address is trusted, and that"
                + " client id " + options.clientId() + " is free.");
    }

    private static MainstayException refused(ConnectOptions options, Failure.Refused refused) {
        WorkerCause cause = refused.cause();
        String said = refused.text() + (refused.text().endsWith(".") ? "" : ".");
        String gateway = "The gateway at " + gateway(options) + ": ";
        if (cause != null) {
            switch (cause.exit()) {
                case GATEWAY_DOWN -> {
                    return new MainstayException.GatewayDown(gateway + said + " " + DOWN_ADVICE);
                }
                case GATEWAY_MUTE -> {
                    return new MainstayException.GatewayMute(gateway + said + " " + MUTE_ADVICE);
                }
                case GATEWAY_REFUSED -> {
                    return new MainstayException.GatewayRefused(gateway + said + " " + REFUSED_ADVICE);
                }
                case LINK_DOWN -> {
                    return new MainstayException.LinkDown(gateway + said + " Wait until the link is back.");
                }
                default -> {}
            }
        }
        if (refused.code() == ErrorCatalogue.CLIENT_ID_IN_USE) {
            return new MainstayException.GatewayRefused(gateway + "client id " + options.clientId()
                    + " is in use (326: " + said + ") Another program, or one that did not end properly, has it: end"
                    + " that program, or connect with another client id.");
        }
        return new MainstayException.GatewayRefused(gateway + refused.code() + ": " + said);
    }

    private static final String DOWN_ADVICE =
            "Start IB Gateway or TWS, log in, and check that this is the port of its API.";

    private static final String REFUSED_ADVICE = "Check in its API settings that socket clients are enabled and this"
            + " address is trusted, and that no other program has the worker's client id.";

    private static final String MUTE_ADVICE = "Look at the gateway's window for a login or a"
            + " confirmation. If there is none, list the sockets in CLOSE_WAIT at its port (`ss -tn state close-wait`):"
            + " those are connections that it has leaked, and only a restart of the gateway clears them.";

    private static String gateway(ConnectOptions options) {
        return options.host() + ":" + options.port();
    }

    private static String seconds(long ms) {
        if (ms % 1000 == 0) {
            return ms / 1000 + " s";
        }
        return ms < 10_000 ? ms + " ms" : (ms + 500) / 1000 + " s";
    }
}
