package io.mainstay.worker;

import io.mainstay.engine.access.Peer;
import io.mainstay.engine.access.Via;
import io.mainstay.engine.downstream.ClientIdentity;
import io.mainstay.sockets.SocketOwner;
import io.mainstay.transport.RemoteEnd;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who is at the other end of a client's connection. Used on the loop's thread. */
final class Peers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

    private final int ownUid;
    private @Nullable SocketOwner owners;
    private boolean unavailable;

    Peers(int ownUid) {
        this.ownUid = ownUid;
    }

    Peer of(Via via, RemoteEnd remote) {
        return switch (via) {
            // Where the kernel does not tell the user, the socket's mode has let nobody but ours reach it.
            case UNIX -> Peer.local(via, remote.uid() == RemoteEnd.UNKNOWN_UID ? ownUid : remote.uid());
            case LOOPBACK -> new Peer(via, loopbackUid(remote), "", address(remote));
            case NETWORK -> new Peer(via, Peer.UNKNOWN_UID, remote.certificate(), address(remote));
        };
    }

    /** Who a client is before it shows a token or certificate: our own user's are told apart by their client ids alone. */
    ClientIdentity identity(Peer peer) {
        return peer.uid() == ownUid || peer.uid() == Peer.UNKNOWN_UID
                ? ClientIdentity.ANYBODY
                : new ClientIdentity("uid " + peer.uid());
    }

    private static String address(RemoteEnd remote) {
        InetSocketAddress address = remote.address();
        return address == null ? "" : address.getAddress().getHostAddress();
    }

    private int loopbackUid(RemoteEnd remote) {
        InetSocketAddress theirs = remote.address();
        InetSocketAddress ours = remote.local();
        if (theirs == null || ours == null || unavailable) {
            return Peer.UNKNOWN_UID;
        }
        try {
            SocketOwner asked = owners;
            if (asked == null) {
                asked = SocketOwner.open();
                owners = asked;
            }
            return asked.uid(theirs, ours).orElse(Peer.UNKNOWN_UID);
        } catch (IOException e) {
            unavailable = true;
            LOG.warn(
                    "whose a loopback client is can't be told from now on, so only a token or \"user = any\" lets one in",
                    e);
            return Peer.UNKNOWN_UID;
        }
    }

    @Override
    public void close() {
        if (owners != null) {
            owners.close();
            owners = null;
        }
    }
}
