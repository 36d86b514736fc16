package io.mainstay.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketOwnerTest {
    @BeforeAll
    static void onLinux() {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldSayWhoseSocketItIs(String address) throws Exception {
        int ownUid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        try (var owner = SocketOwner.open();
                var server = new ServerSocket(0, 5, InetAddress.getByName(address));
                var client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            assertThat(owner.uid(of(client.getLocalSocketAddress()), of(client.getRemoteSocketAddress())))
                    .hasValue(ownUid);
            assertThat(owner.uid(of(accepted.getLocalSocketAddress()), of(accepted.getRemoteSocketAddress())))
                    .hasValue(ownUid);
        }
    }

    @Test
    void shouldSayNothingOfASocketThatIsGoneOrOnItsWayOut() throws Exception {
        try (var owner = SocketOwner.open();
                var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            InetSocketAddress local;
            InetSocketAddress remote;
            try (var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
                local = of(client.getLocalSocketAddress());
                remote = of(client.getRemoteSocketAddress());
            }
            // Its end waits for the server's: the socket still stands in the table, without a process.
            assertThat(owner.uid(local, remote)).isEmpty();
            assertThat(owner.uid(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), remote))
                    .isEmpty();
        }
    }

    private static InetSocketAddress of(SocketAddress address) {
        return (InetSocketAddress) address;
    }
}
