package io.mainstay.simulator.fault;

/** The state of the listening socket. */
public enum Listening {
    /** It listens and accepts. */
    NORMAL,
    /** It listens with the shortest backlog and accepts nothing: a few connections complete, the others time out. */
    FULL,
    /** It does not listen: connections are refused. */
    CLOSED
}
