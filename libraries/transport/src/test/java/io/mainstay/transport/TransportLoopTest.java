package io.mainstay.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TransportLoopTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    Path folder;

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldEchoOverTcp(boolean portable) throws Exception {
        try (TransportLoop loop = open(portable);
                TransportLoop.Listener listener = loop.listenTcp(ANY_PORT, this::echo);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            client.getOutputStream().write(bytes("hello"));
            assertThat(client.getInputStream().readNBytes(5)).isEqualTo(bytes("hello"));
            client.shutdownOutput();
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("closed reset=false");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldEchoOverAUnixSocket(boolean portable) throws Exception {
        Path path = folder.resolve("s");
        try (TransportLoop loop = open(portable);
                TransportLoop.Listener listener = loop.listenUnix(path, this::echo)) {
            assertThat(listener.port()).isZero();
            try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                client.connect(UnixDomainSocketAddress.of(path));
                client.write(ByteBuffer.wrap(bytes("hello")));
                ByteBuffer answer = ByteBuffer.allocate(5);
                while (answer.hasRemaining() && client.read(answer) >= 0) {}
                assertThat(answer.array()).isEqualTo(bytes("hello"));
            }
            assertThat(seen.poll(30, TimeUnit.SECONDS)).startsWith("closed");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellAResetFromAnEnd(boolean portable) throws Exception {
        try (TransportLoop loop = open(portable);
                TransportLoop.Listener listener = loop.listenTcp(ANY_PORT, this::echo)) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
                client.getOutputStream().write(bytes("x"));
                assertThat(client.getInputStream().read()).isEqualTo('x');
                client.setSoLinger(true, 0);
            }
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("closed reset=true");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDeliverTheLastWordsAlsoToAPeerThatIsStillSending(boolean portable) throws Exception {
        int size = 1 << 20;
        Acceptor lastWords = connection -> {
            connection.write(new byte[size], 0, size);
            connection.closeInOrder(30_000);
            connection.whenReleased(() -> seen.add("released"));
            return handler(connection);
        };
        try (TransportLoop loop = open(portable);
                TransportLoop.Listener listener = loop.listenTcp(ANY_PORT, lastWords);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            client.getOutputStream().write(new byte[100_000]);
            assertThat(client.getInputStream().readAllBytes()).hasSize(size);
            assertThat(seen).as("it waits for our end").isEmpty();
            client.shutdownOutput();
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("released");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepWhatAPeerDidNotTakeWhileOthersAreWrittenTo(boolean portable) throws Exception {
        int block = 50_000;
        Acceptor flood = connection -> new ConnectionHandler() {
            @Override
            public void onBytes(byte[] buffer, int offset, int length) {
                byte[] bytes = new byte[block];
                Arrays.fill(bytes, buffer[offset]);
                long written = 0;
                do {
                    connection.write(bytes, 0, block);
                    written += block;
                } while (buffer[offset] == 'A' && connection.queuedBytes() == 0);
                seen.add(Long.toString(written));
            }

            @Override
            public void onClosed(boolean reset, String detail) {}
        };
        try (TransportLoop loop = open(portable);
                TransportLoop.Listener listener = loop.listenTcp(ANY_PORT, flood);
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), listener.port());
                Socket other = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            slow.setSoTimeout(30_000);
            other.setSoTimeout(30_000);
            slow.getOutputStream().write('A');
            int written = Integer.parseInt(String.valueOf(seen.poll(30, TimeUnit.SECONDS)));
            other.getOutputStream().write('B');
            assertThat(other.getInputStream().readNBytes(block)).containsOnly('B');
            assertThat(slow.getInputStream().readNBytes(written))
                    .hasSize(written)
                    .containsOnly('A');
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReleaseTheSocketOfAPeerThatNeverEnds(boolean portable) throws Exception {
        Acceptor closing = connection -> {
            connection.whenReleased(() -> seen.add("released"));
            connection.closeInOrder(50);
            return handler(connection);
        };
        try (TransportLoop loop = open(portable);
                TransportLoop.Listener listener = loop.listenTcp(ANY_PORT, closing);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("released");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReleaseTheSocketOfAPeerThatEndedFirst(boolean portable) throws Exception {
        Acceptor closing = connection -> {
            connection.whenReleased(() -> seen.add("released"));
            return new ConnectionHandler() {
                @Override
                public void onBytes(byte[] buffer, int offset, int length) {
                    connection.write(buffer, offset, length);
                }

                @Override
                public void onClosed(boolean reset, String detail) {
                    connection.closeInOrder(3_600_000);
                }
            };
        };
        try (TransportLoop loop = open(portable);
                TransportLoop.Listener listener = loop.listenTcp(ANY_PORT, closing);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            client.getOutputStream().write(bytes("bye"));
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(bytes("bye"));
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("released");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCountWhatAPeerDoesNotRead(boolean portable) throws Exception {
        int size = 16 << 20;
        BlockingQueue<Long> queued = new LinkedBlockingQueue<>();
        Acceptor flood = connection -> {
            connection.write(new byte[size], 0, size);
            queued.add(connection.queuedBytes());
            return handler(connection);
        };
        try (TransportLoop loop = open(portable);
                TransportLoop.Listener listener = loop.listenTcp(ANY_PORT, flood);
                Socket client = new Socket()) {
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()));
            assertThat(queued.poll(30, TimeUnit.SECONDS)).isGreaterThan(1 << 20);
            try (InputStream in = client.getInputStream()) {
                assertThat(in.readNBytes(size)).hasSize(size);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldConnectAndEndItsSideWhileTheOtherStaysReadable(boolean portable) throws Exception {
        try (TransportLoop loop = open(portable);
                ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            loop.connectTcp("127.0.0.1", server.getLocalPort(), 5_000, connector(connection -> {
                connection.write(bytes("ping"), 0, 4);
                connection.halfClose();
            }));
            try (Socket peer = server.accept()) {
                assertThat(peer.getInputStream().readAllBytes()).isEqualTo(bytes("ping"));
                peer.getOutputStream().write(bytes("pong"));
                assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("pong");
            }
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("closed reset=false");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSayThatNothingListens(boolean portable) throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        try (TransportLoop loop = open(portable)) {
            loop.connectTcp("127.0.0.1", port, 5_000, connector(connection -> {}));
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("failed REFUSED");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSayWhichAddressIsTaken(boolean portable) throws Exception {
        try (TransportLoop loop = open(portable);
                TransportLoop.Listener first = loop.listenTcp(ANY_PORT, this::echo)) {
            var same = new InetSocketAddress(InetAddress.getLoopbackAddress(), first.port());
            assertThatThrownBy(() -> loop.listenTcp(same, this::echo))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(first.port()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRunTimersAndForgetCancelledOnes(boolean portable) throws Exception {
        try (TransportLoop loop = open(portable)) {
            TransportLoop.Scheduled never = loop.schedule(() -> seen.add("cancelled"), 20_000_000);
            never.cancel();
            loop.schedule(() -> seen.add("ran"), 40_000_000);
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("ran");
        }
    }

    private static TransportLoop open(boolean portable) {
        var threads = Thread.ofPlatform().daemon().name("loop").factory();
        return portable ? TransportLoop.openPortable(threads) : TransportLoop.open(threads);
    }

    private ConnectionHandler echo(Connection connection) {
        return new ConnectionHandler() {
            @Override
            public void onBytes(byte[] buffer, int offset, int length) {
                connection.write(buffer, offset, length);
            }

            @Override
            public void onClosed(boolean reset, String detail) {
                seen.add("closed reset=" + reset);
                connection.close();
            }
        };
    }

    private ConnectionHandler handler(Connection connection) {
        return new ConnectionHandler() {
            @Override
            public void onBytes(byte[] buffer, int offset, int length) {
                seen.add(new String(buffer, offset, length, StandardCharsets.US_ASCII));
            }

            @Override
            public void onClosed(boolean reset, String detail) {
                seen.add("closed reset=" + reset);
                connection.close();
            }
        };
    }

    private Connector connector(java.util.function.Consumer<Connection> onConnected) {
        return new Connector() {
            @Override
            public ConnectionHandler onConnected(Connection connection) {
                onConnected.accept(connection);
                return handler(connection);
            }

            @Override
            public void onFailed(ConnectError error, String detail) {
                seen.add("failed " + error);
            }
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
