package io.mainstay.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketTableTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir
    Path proc;

    @Test
    void shouldReadAddressesQueuesAndOwnersOfBothFamilies() throws IOException {
        tables(
                HEAD
                        + "   0: 0100007F:0FA2 0100007F:D431 08 00000000:00000011 00:00000000 00000000  1000        0 0 1 0 20\n",
                HEAD
                        + "   0: 0000000000000000FFFF00000100007F:0FA2 00000000000000000000000000000000:0000 0A 00000032:00000004 00:00000000 00000000  1000        0 4711 1 0 100\n"
                        + "   1: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100\n");
        assertThat(SocketTable.read(proc).sockets())
                .containsExactly(
                        new TcpSocket("127.0.0.1", 4002, "127.0.0.1", 54_321, TcpState.CLOSE_WAIT, 17, 0, 1000, 0),
                        new TcpSocket(
                                "127.0.0.1",
                                4002,
                                "0000:0000:0000:0000:0000:0000:0000:0000",
                                0,
                                TcpState.LISTEN,
                                4,
                                50,
                                1000,
                                4711),
                        new TcpSocket(
                                "0000:0000:0000:0000:0000:0000:0000:0001",
                                8080,
                                "0000:0000:0000:0000:0000:0000:0000:0000",
                                0,
                                TcpState.ESTABLISHED,
                                0,
                                0,
                                0,
                                4712));
    }

    @Test
    void shouldNotTakeAnUnreadableTableForAnEmptyOne() throws IOException {
        assertThatThrownBy(() -> SocketTable.read(proc)).isInstanceOf(IOException.class);
        tables(HEAD + "   0: nonsense\n", HEAD);
        assertThatThrownBy(() -> SocketTable.read(proc)).hasMessageContaining("line 2 has 2 fields");
    }

    @Test
    void shouldSeeARealListenerItsConnectionAndItsOwner() throws IOException {
        if (!Files.exists(Path.of("/proc/net/tcp"))) {
            abort("this system has no /proc/net/tcp");
        }
        try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int port = listener.getLocalPort();
            assertThat(SocketTable.read().listens(port)).isTrue();
            try (var client = new Socket(listener.getInetAddress(), port);
                    var server = listener.accept()) {
                SocketTable table = SocketTable.read();
                assertThat(table.at(port, TcpState.ESTABLISHED)).singleElement().satisfies(s -> {
                    assertThat(s.remotePort()).isEqualTo(client.getLocalPort());
                    assertThat(SocketTable.ownerPid(s))
                            .hasValue(ProcessHandle.current().pid());
                });
                assertThat(table.towards(port, TcpState.ESTABLISHED)).hasSize(1);
                client.shutdownOutput();
                assertThat(server.getInputStream().read()).isEqualTo(-1);
                assertThat(SocketTable.read().at(port, TcpState.CLOSE_WAIT)).hasSize(1);
            }
        }
    }

    private void tables(String tcp, String tcp6) throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net/tcp"), tcp);
        Files.writeString(proc.resolve("net/tcp6"), tcp6);
    }
}
