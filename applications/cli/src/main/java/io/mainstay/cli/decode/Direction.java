package io.mainstay.cli.decode;

/** Who sent the bytes. */
public enum Direction {
    /** The gateway. */
    IN,
    /** The client. */
    OUT
}
