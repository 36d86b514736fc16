package io.mainstay.system.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.sockets.SocketTable;
import io.mainstay.sockets.TcpState;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Simulator;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Clients that come and go in every way there is. {@code -Dmainstay.cycles=10000} makes so many of them; each leaves at most
 * one port of this machine in TIME_WAIT for a minute, so runs of more than 20,000 want pauses.
 */
class CyclesTest {
    private static final int CYCLES = Integer.getInteger("mainstay.cycles", 1000);
    private static final int WARM_UP = 300;
    private static final long MOST_GROWTH_KIB = 16 << 10;

    /** A program of its own takes as long as many connections, so one in so many cycles has one. */
    private static final int SELDOM = 50;

    private static final int CLIENT_IDS = 500;

    /** One way of coming and going. */
    private interface Style {
        void cycle(int clientId) throws Exception;
    }

    @Test
    void shouldNeitherReachTheGatewayNorLeaveAnythingBehindHoweverClientsComeAndGo() throws Exception {
        try (var home = new Home();
                var gateway = Simulator.start(home)) {
            WorkerProcess worker = WorkerProcess.start(home, gateway);
            int port = gateway.port() + 100;
            SocketAddress tcp = RawClient.worker(gateway.port());
            SocketAddress unix = UnixDomainSocketAddress.of(home.sockets().getFirst());
            List<Style> styles = List.of(
                    id -> new RawClient(tcp, id).finish(),
                    id -> new RawClient(unix, id).finish(),
                    id -> new RawClient(tcp, id).reset(),
                    id -> halfAHandshake(port),
                    id -> new Socket(InetAddress.getLoopbackAddress(), port).close(),
                    id -> turnedAway(
                            port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                    id -> turnedAway(port, tlsHello()));
            Style kill = id -> killed(home, port, id);
            run(styles, kill, WARM_UP);
            awaitNoClient(port);
            WorkerProcess.Usage before = worker.usage(home);
            run(styles, kill, CYCLES);
            awaitNoClient(port);
            WorkerProcess.Usage after = worker.usage(home);

            long attachStarted = System.nanoTime();
            new RawClient(tcp, 1).finish();
            long attachMicros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - attachStarted);
            System.out.printf(
                    "%d cycles: %s before, %s after; the next attach took %d us%n",
                    CYCLES, before, after, attachMicros);
            assertThat(gateway.connections("accepted")).isEqualTo(1);
            SocketTable table = SocketTable.read();
            assertThat(table.at(gateway.port(), TcpState.CLOSE_WAIT)).isEmpty();
            assertThat(table.towards(gateway.port(), TcpState.CLOSE_WAIT)).isEmpty();
            assertThat(table.at(port, TcpState.CLOSE_WAIT)).isEmpty();
            assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors());
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads());
            assertThat(after.residentKib() - before.residentKib()).isLessThan(MOST_GROWTH_KIB);
            assertThat(attachMicros).as("100 ms where nothing else runs").isLessThan(2_000_000);
        }
    }

    private static void run(List<Style> styles, Style seldom, int cycles) throws Exception {
        for (int i = 0; i < cycles; i++) {
            Style style = i % SELDOM == 0 ? seldom : styles.get(i % styles.size());
            style.cycle(i % CLIENT_IDS + 1);
        }
    }

    /** A program that has attached and is killed: the kernel closes its socket. */
    private static void killed(Home home, int port, int clientId) throws Exception {
        String start = "71\\0002\\000" + clientId + "\\000\\000";
        int length = 6 + Integer.toString(clientId).length() + 1;
        Process program = home.startProcess(List.of(
                "bash",
                "-c",
                "exec 3<>/dev/tcp/127.0.0.1/" + port + "; printf 'API\\0\\0\\0\\0\\011v100..178' >&3;"
                        + " read -r -d '' -u 3; printf '\\000\\000\\000\\0" + Integer.toOctalString(length) + start
                        + "' >&3; while read -r -d '' -u 3 word; do [[ $word == DU* ]] && echo attached; done"));
        try (InputStream said = program.getInputStream()) {
            assertThat(said.read()).as("the program attaches").isEqualTo('a');
            program.destroyForcibly().onExit().get(10, TimeUnit.SECONDS);
        }
    }

    private static void halfAHandshake(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("API\0\0\0".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Sends what no TWS client says, and waits until the worker ends it. */
    private static void turnedAway(int port, byte[] words) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(words);
            try {
                assertThat(socket.getInputStream().read()).isNegative();
            } catch (java.net.SocketException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }
    }

    private static byte[] tlsHello() {
        byte[] hello = new byte[517];
        byte[] head = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3};
        Arrays.fill(hello, (byte) 0x5A);
        System.arraycopy(head, 0, hello, 0, head.length);
        return hello;
    }

    private static void awaitNoClient(int port) throws IOException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!SocketTable.read().at(port, TcpState.ESTABLISHED).isEmpty()
                || !SocketTable.read().at(port, TcpState.CLOSE_WAIT).isEmpty()) {
            if (System.nanoTime() > deadlineNanos) {
                throw new IllegalStateException("clients are left at the worker: "
                        + SocketTable.read().sockets().stream()
                                .filter(socket -> socket.localPort() == port)
                                .toList());
            }
        }
    }
}
