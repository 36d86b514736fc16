package io.mainstay.cli.command;

import java.net.InetSocketAddress;

/** {@code HOST:PORT} on the command line; what is none is a {@link UsageException} that names the flag. */
final class HostAndPort {
    private HostAndPort() {}

    static InetSocketAddress of(String flag, String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw new UsageException(flag + " must be HOST:PORT, such as 127.0.0.1:4002, not \"" + text + "\"");
        }
        return new InetSocketAddress(text.substring(0, colon), Numbers.port(flag, text.substring(colon + 1)));
    }
}
