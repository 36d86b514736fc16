package io.mainstay.engine.downstream;

/** What happens to a client that starts under a client id which another session holds. */
public enum SameClientId {
    /** It is refused as a gateway would, with error 326. */
    REFUSE,
    /** It takes the place of the older session, which is told and ended. */
    TAKE_OVER
}
