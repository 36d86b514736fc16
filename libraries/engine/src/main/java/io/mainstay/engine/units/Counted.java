package io.mainstay.engine.units;

/** How old versions count the sizes of a contract. */
public enum Counted {
    /** In lots of a hundred: a US stock. */
    IN_LOTS,
    /** In units, as newer versions do. */
    SINGLY,
    /** The gateway has not said what contract it is. */
    UNKNOWN
}
