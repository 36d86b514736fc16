package io.mainstay.cli.command;

/** Whole numbers on the command line; what is none is a {@link UsageException} that names the flag. */
final class Numbers {
    private static final int LARGEST_PORT = 65_535;

    private Numbers() {}

    static long whole(String flag, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new UsageException(flag + " must be a whole number, not \"" + text + "\"");
        }
    }

    static int port(String flag, String text) {
        long port = whole(flag, text);
        if (port < 0 || port > LARGEST_PORT) {
            throw new UsageException(flag + " must be a port, 0 to " + LARGEST_PORT + ", not " + text);
        }
        return (int) port;
    }
}
