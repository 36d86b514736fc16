package io.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.simulator.clock.SteppedClock;
import io.mainstay.simulator.fault.FaultCatalogue;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The faults whose symptoms are those of sockets: each shows while it is on, and not while it is off. */
@Timeout(60)
class SocketFaultTest {
    private static final byte[] GREETING = new ClientGreeting(100, 200, "").encode();
    private static final int CONNECT_MS = 300;

    interface Symptom {
        boolean shows(Gateway gateway) throws IOException;
    }

    private static final Map<String, Symptom> ROWS = new LinkedHashMap<>();

    static {
        ROWS.put("refuse", gateway -> gateway.on() && gateway.refuses());
        ROWS.put("auto-restart", gateway -> {
            SocketClient client = gateway.ready(7);
            client.settle();
            return gateway.on() && gateway.isReset(client) && gateway.refuses();
        });
        ROWS.put("weekly-login=30s", gateway -> {
            boolean closed = gateway.on() && gateway.refuses();
            gateway.clock.advance(Duration.ofSeconds(30));
            return closed && gateway.isMute();
        });
        ROWS.put("accept-queue-full", gateway -> gateway.on() && gateway.timesOut());
        ROWS.put("wedge-after-2", gateway -> {
            gateway.on();
            gateway.leave(gateway.ready(7));
            gateway.leave(gateway.connect());
            return gateway.reaches(() -> gateway.zombies(0) == 2) && gateway.isMute();
        });
        ROWS.put("wedge-after-2=accept-queue-full", gateway -> {
            gateway.on();
            gateway.leave(gateway.ready(7));
            gateway.leave(gateway.connect());
            return gateway.reaches(() -> gateway.zombies(0) == 2) && gateway.timesOut();
        });
        ROWS.put("stuck-reader", gateway -> {
            gateway.on();
            SocketClient client = gateway.connect();
            client.write(GREETING);
            client.socket().shutdownOutput();
            // What was written and the FIN, which counts as a byte, stay unread.
            return gateway.reaches(() -> gateway.zombies(GREETING.length + 1) == 1);
        });
        ROWS.put("half-open", gateway -> {
            SocketClient client = gateway.ready(7);
            client.settle();
            gateway.on();
            client.write(GREETING);
            client.socket().shutdownOutput();
            return gateway.reaches(() -> gateway.zombies(GREETING.length + 1) == 1);
        });
        ROWS.put("port-change", gateway -> {
            SocketClient client = gateway.ready(7);
            int before = gateway.simulator.port();
            boolean moved = gateway.on() && gateway.simulator.port() != before;
            return moved
                    && client.awaitError(1300) != null
                    && client.awaitEnd() == 0
                    && gateway.refusesAt(before)
                    && gateway.ready(8).socket().isConnected();
        });
    }

    static List<String> specs() {
        return List.copyOf(ROWS.keySet());
    }

    static Stream<Arguments> faults() {
        return ROWS.entrySet().stream().map(row -> Arguments.arguments(row.getKey(), row.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldShowItsSymptomWhileItIsOnAndNotWhileItIsOff(String spec, Symptom symptom) throws Exception {
        try (var never = new Gateway(spec)) {
            never.moves = false;
            assertThat(symptom.shows(never)).as("never on").isFalse();
        }
        try (var on = new Gateway(spec)) {
            assertThat(symptom.shows(on)).as("on").isTrue();
        }
        try (var before = new Gateway(spec)) {
            before.on();
            before.simulator.switchOff(spec);
            before.moves = false;
            assertThat(symptom.shows(before)).as("off again").isFalse();
        }
    }

    /** A simulator and the sockets to it. */
    static final class Gateway implements Closeable {
        private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-20T15:10:00Z"));
        private final List<Closeable> opened = new ArrayList<>();
        private final GatewaySimulator simulator =
                GatewaySimulator.start(SimulatorConfig.defaults().withClock(clock));
        private final String spec;
        private boolean moves = true;

        Gateway(String spec) throws IOException {
            this.spec = FaultCatalogue.parse(spec).orElseThrow().spec();
            opened.add(simulator::close);
        }

        boolean on() {
            if (moves) {
                simulator.switchOn(spec);
            }
            return true;
        }

        SocketClient connect() throws IOException {
            var client = new SocketClient(simulator.port());
            opened.add(client::close);
            return client;
        }

        SocketClient ready(int clientId) throws IOException {
            SocketClient client = SocketClient.ready(simulator.port(), clientId);
            opened.add(client::close);
            return client;
        }

        void leave(SocketClient client) throws IOException {
            client.socket().shutdownOutput();
        }

        boolean refuses() throws IOException {
            return refusesAt(simulator.port());
        }

        boolean refusesAt(int port) throws IOException {
            try (var client = new SocketClient(port)) {
                return !client.socket().isConnected();
            } catch (ConnectException e) {
                return true;
            }
        }

        boolean isReset(SocketClient client) throws IOException {
            try {
                client.isSilentFor(CONNECT_MS);
                return false;
            } catch (SocketException e) {
                return true;
            }
        }

        boolean isMute() throws IOException {
            SocketClient client = connect();
            client.write(GREETING);
            return client.isSilentFor(CONNECT_MS);
        }

        boolean timesOut() throws IOException {
            for (int i = 0; i < 8; i++) {
                var socket = new Socket();
                opened.add(socket);
                try {
                    socket.connect(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), simulator.port()), CONNECT_MS);
                } catch (SocketTimeoutException e) {
                    return true;
                }
            }
            return false;
        }

        /** How many sockets wait for the gateway's close with that many bytes unread. */
        long zombies(int unreadBytes) {
            try {
                return SocketTable.closeWait(simulator.port(), unreadBytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Whether the kernel's table comes to show something; it shows a socket's end only after a moment. */
        boolean reaches(BooleanSupplier state) {
            long deadline = System.nanoTime() + 200_000_000L;
            while (!state.getAsBoolean() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            return state.getAsBoolean();
        }

        @Override
        public void close() throws IOException {
            for (Closeable each : opened.reversed()) {
                each.close();
            }
        }
    }
}
