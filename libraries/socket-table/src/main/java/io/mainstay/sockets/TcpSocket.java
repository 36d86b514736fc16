package io.mainstay.sockets;

/**
 * One row of the table.
 *
 * @param receiveQueueBytes bytes that the owner has not read; for a listener, connections that it has not accepted
 * @param sendQueueBytes bytes that the peer has not acknowledged; for a listener, the size of its accept queue
 * @param uid the user who owns it
 * @param inode 0 if no process holds it, as for a connection that is not accepted yet
 */
public record TcpSocket(
        String localAddress,
        int localPort,
        String remoteAddress,
        int remotePort,
        TcpState state,
        long receiveQueueBytes,
        long sendQueueBytes,
        int uid,
        long inode) {}
