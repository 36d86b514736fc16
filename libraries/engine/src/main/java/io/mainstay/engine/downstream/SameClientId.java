package io.mainstay.engine.downstream;

/** What happens to a client that starts under a client id which another session holds. */
public enum SameClientId {
    /** It is refused as a gateway would, with error 326. */
    REFUSE,
    /** It takes the place of the older session, which is told and ended. */
    TAKE_OVER,
    /**
     * Both are served, each with orders and order ids of its own. Clients of different identities never meet at all; of
     * one identity the newcomer takes the place of the older session if that ends within a moment.
     */
    VIRTUAL
}
