package io.mainstay.sockets;

/** The states of a TCP socket, in the order of the Linux kernel's numbers from 1. */
public enum TcpState {
    ESTABLISHED,
    SYN_SENT,
    SYN_RECV,
    FIN_WAIT1,
    FIN_WAIT2,
    TIME_WAIT,
    CLOSE,
    CLOSE_WAIT,
    LAST_ACK,
    LISTEN,
    CLOSING,
    NEW_SYN_RECV,
    BOUND_INACTIVE,
    /** A number that this kernel has and this table does not. */
    OTHER;

    static TcpState ofNumber(int number) {
        TcpState[] all = values();
        return number >= 1 && number < all.length ? all[number - 1] : OTHER;
    }
}
