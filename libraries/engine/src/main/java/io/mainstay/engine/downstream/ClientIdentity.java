package io.mainstay.engine.downstream;

/**
 * Who a client is, as far as its connection tells whatever client id it names: the token it showed, the user its process
 * runs as, or the endpoint it came to.
 *
 * @param name unique among identities and the same after every restart; empty for whoever the connection tells nothing of
 */
public record ClientIdentity(String name) {
    /** Whoever is told apart by the client id alone. */
    public static final ClientIdentity ANYBODY = new ClientIdentity("");
}
