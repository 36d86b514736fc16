package io.mainstay.cli.decode;

/** The pieces of a handshake that no record of the protocol stands for. */
final class Handshake {
    private Handshake() {}

    /** The four bytes that a client begins with. */
    record ApiPrefix() {}
}
