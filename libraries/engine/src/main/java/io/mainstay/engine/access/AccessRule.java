package io.mainstay.engine.access;

import java.util.Set;

/**
 * Who it is for, and what they may do.
 *
 * @param name what its user calls it; the identity of a client that shows its token or certificate
 * @param from the sockets over which it is found
 * @param users whose processes it is for
 * @param tokenHash the SHA-256 of the token to be shown, in lower-case hexadecimal; empty if none is needed
 * @param certificate the common name of the certificate to be shown; empty if none is needed
 * @param accounts what its clients see and trade; empty for all of the login
 */
public record AccessRule(
        String name,
        Set<Via> from,
        Users users,
        String tokenHash,
        String certificate,
        Role role,
        Set<String> accounts,
        OrderLimits limits) {
    public AccessRule {
        from = Set.copyOf(from);
        accounts = Set.copyOf(accounts);
    }

    /** Whether it asks for something that proves who the client is. */
    boolean asksForProof() {
        return !tokenHash.isEmpty() || !certificate.isEmpty();
    }

    /** Whether a peer can be meant, leaving the token aside. */
    boolean fits(Peer peer, int ownUid) {
        return from.contains(peer.via())
                && users.has(peer.uid(), ownUid)
                && (certificate.isEmpty() || certificate.equals(peer.certificate()))
                && (peer.via() != Via.NETWORK || asksForProof());
    }
}
