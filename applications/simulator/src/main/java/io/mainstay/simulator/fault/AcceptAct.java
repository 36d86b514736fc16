package io.mainstay.simulator.fault;

/** What happens to a connection that has just been accepted. */
public enum AcceptAct {
    /** It is answered. */
    SERVE,
    /** Its bytes are read and never answered. */
    MUTE,
    /** Its bytes are never read; when the client ends it, it stays. */
    STUCK,
    /** It is not read until the fault is switched off. */
    WAIT,
    /** The gateway ends it in order, with a FIN. */
    CLOSE,
    /** The gateway tears it down, with a RST. */
    RESET
}
