package io.mainstay.transport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the system knows of the peer of a connection.
 *
 * @param address its address; null for a Unix socket
 * @param local the address that it reached; null for a Unix socket
 * @param uid the user of a Unix socket's peer; {@link #UNKNOWN_UID} where the system does not say
 * @param certificate the common name of the certificate that it proved to hold over TLS; empty if none
 */
public record RemoteEnd(
        @Nullable InetSocketAddress address, @Nullable InetSocketAddress local, int uid, String certificate) {
    public static final int UNKNOWN_UID = -1;
}
