package io.mainstay.engine.access;

/** The kind of socket over which a client comes. */
public enum Via {
    /** The Unix socket beside the worker's files. */
    UNIX,
    /** TCP within this machine. */
    LOOPBACK,
    /** TLS from anywhere. */
    NETWORK;

    /** The word for it in rules and status. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
