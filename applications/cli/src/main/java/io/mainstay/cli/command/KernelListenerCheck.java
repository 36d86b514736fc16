package io.mainstay.cli.command;

import io.mainstay.runner.preflight.ListenerCheck;
import io.mainstay.sockets.SocketTable;
import java.io.IOException;
import java.util.Locale;

/** Asks this machine's kernel, never the port itself. */
final class KernelListenerCheck implements ListenerCheck {
    @Override
    public Answer check(String host, int port) {
        if (!isThisMachine(host)) {
            return Answer.CANNOT_TELL;
        }
        try {
            return SocketTable.read().listens(port) ? Answer.LISTENING : Answer.NOT_LISTENING;
        } catch (IOException e) {
            // A failed check says nothing about the gateway; the worker's session will find out.
            return Answer.CANNOT_TELL;
        }
    }

    private static boolean isThisMachine(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.startsWith("127.") || lower.equals("::1") || lower.equals("[::1]");
    }
}
