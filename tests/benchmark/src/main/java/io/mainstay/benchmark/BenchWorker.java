package io.mainstay.benchmark;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** A worker that runs. */
record BenchWorker(Path socket, int frontPort, long pid) {
    SocketAddress unix() {
        return UnixDomainSocketAddress.of(socket);
    }

    SocketAddress tcp() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), frontPort);
    }
}
