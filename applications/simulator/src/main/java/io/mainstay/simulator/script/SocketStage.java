package io.mainstay.simulator.script;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.simulator.GatewaySimulator;
import io.mainstay.simulator.clock.SteppedClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A TWS port: that of a worker, or of a simulator. With a simulator of the same process behind it, the script moves that
 * one's time; otherwise time is real. Never a real gateway's: scripts place orders, and each of their connections may wedge
 * a gateway. Used by one thread.
 */
public final class SocketStage implements Stage {
    private static final Duration STEP = Duration.ofMillis(20);
    private static final long STEP_WAIT_MS = 4;
    private static final long SETTLE_MS = 5_000;
    private static final long PATIENCE_MS = 10_000;
    private static final long END_MS = 5_000;
    private static final long SETTLE_WITHOUT_SESSION_MS = 200;
    private static final int FIRST_SETTLE_ID = 1_900_000_000;

    /** No contract has this number, so a gateway answers with one error and nothing else. */
    private static final int NO_CONTRACT = 1;

    private final SocketAddress address;
    private final int newestVersion;
    private final @Nullable GatewaySimulator simulator;
    private final @Nullable SteppedClock clock;
    private final List<Connection> connections = new ArrayList<>();
    private final News news = new News();
    private int settleId = FIRST_SETTLE_ID;

    private SocketStage(
            SocketAddress address,
            int newestVersion,
            @Nullable GatewaySimulator simulator,
            @Nullable SteppedClock clock) {
        this.address = address;
        this.newestVersion = newestVersion;
        this.simulator = simulator;
        this.clock = clock;
    }

    /**
     * A port whose gateway is out of reach: time is real, and there are no faults and no window.
     *
     * @param newestVersion the newest version that it speaks
     */
    public static SocketStage remote(SocketAddress address, int newestVersion) {
        return new SocketStage(address, newestVersion, null, null);
    }

    /**
     * A port with a simulator behind it.
     *
     * @param newestVersion the newest version that it speaks
     * @param clock the simulator's
     */
    public static SocketStage before(
            SocketAddress address, int newestVersion, GatewaySimulator simulator, SteppedClock clock) {
        return new SocketStage(address, newestVersion, simulator, clock);
    }

    @Override
    public int newestVersion() {
        return newestVersion;
    }

    @Override
    public Wire open(Client client) throws IOException {
        var connection = new Connection(SocketChannel.open(address), client);
        connections.add(connection);
        Thread.ofVirtual().name("script-client").start(() -> read(connection.socket(), client));
        return connection;
    }

    private void read(SocketChannel socket, Client client) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
        try {
            while (socket.read(buffer) >= 0) {
                client.received(buffer.array(), 0, buffer.position());
                buffer.clear();
                news.more();
            }
        } catch (IOException reset) {
            // An end without order is an end too; what the script expects of it is that it ended.
            news.more();
        }
        client.ended();
        news.more();
    }

    @Override
    public Instant now() {
        SteppedClock stepped = clock;
        return stepped == null ? Clock.systemUTC().instant() : stepped.now();
    }

    @Override
    public Duration pass(Duration most) {
        SteppedClock stepped = clock;
        long begin = System.nanoTime();
        long waitMs = stepped == null ? Math.min(most.toMillis() + 1, STEP.toMillis()) : STEP_WAIT_MS;
        if (news.await(waitMs)) {
            return stepped == null ? Duration.ofNanos(System.nanoTime() - begin) : Duration.ZERO;
        }
        if (stepped == null) {
            return Duration.ofNanos(System.nanoTime() - begin);
        }
        // Long times go in longer steps: a script that lets minutes pass does not look for what comes in between.
        Duration step = most.dividedBy(5).compareTo(STEP) > 0 ? most.dividedBy(5) : STEP;
        Duration by = step.compareTo(most) < 0 ? step : most;
        stepped.advance(by);
        return by;
    }

    /** Asks for a contract that there is not: what was sent before the answer has been told when it comes. */
    @Override
    public void settle(Client client) {
        if (client.isClosed() || !client.started()) {
            news.await(SETTLE_WITHOUT_SESSION_MS);
            return;
        }
        int id = settleId++;
        try {
            client.send(new ReqContractDetails(
                    id, Contract.builder().conId(NO_CONTRACT).build()));
            client.awaitAndTake(message -> answers(message, id), SETTLE_MS);
        } catch (IOException e) {
            // The connection has ended: nothing more can come on it, and the script says whether it may have.
            news.more();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static boolean answers(Message message, int id) {
        return message instanceof ErrorMessage error && error.id() == id;
    }

    @Override
    public boolean awaitMore() {
        return clock != null && news.await(PATIENCE_MS);
    }

    @Override
    public void switchFault(String name, boolean on) {
        if (on) {
            simulator().switchOn(name);
        } else {
            simulator().switchOff(name);
        }
    }

    @Override
    public long enterOrder(Contract contract, Order order) {
        return simulator().enterOrder(contract, order);
    }

    @Override
    public void cancelOrder(long permId) {
        simulator().cancelOrder(permId);
    }

    @Override
    public String correctExecution(String execId, BigDecimal price) {
        return simulator().correctExecution(execId, price);
    }

    @Override
    public void publishBulletin(String text) {
        simulator().publishBulletin(text);
    }

    private GatewaySimulator simulator() {
        GatewaySimulator reachable = simulator;
        if (reachable == null) {
            throw new IllegalStateException("there is no simulator behind " + address + " that can be reached");
        }
        return reachable;
    }

    /** Ends every connection and waits until the other side has, too; the simulator is the caller's. */
    @Override
    public void close() {
        for (Connection each : connections) {
            each.close();
        }
    }

    /** Whether something has come that the script has not looked at. Safe for any thread. */
    private static final class News {
        private boolean some;

        synchronized void more() {
            some = true;
            notifyAll();
        }

        /** Waits until there is some, at most so long; then there is none until more come. */
        synchronized boolean await(long millis) {
            long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            try {
                long left = millis;
                while (!some && left > 0) {
                    wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            boolean was = some;
            some = false;
            return was;
        }
    }

    private record Connection(SocketChannel socket, Client client) implements Wire {
        @Override
        public void send(byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                socket.write(buffer);
            }
        }

        @Override
        public void finish() throws IOException {
            socket.shutdownOutput();
        }

        /** Over TCP by a reset; a Unix socket knows no other end than its closing. */
        @Override
        public void vanish() throws IOException {
            if (socket.supportedOptions().contains(StandardSocketOptions.SO_LINGER)
                    && socket.getLocalAddress() instanceof InetSocketAddress) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            socket.close();
        }

        void close() {
            try (socket) {
                if (socket.isOpen() && !client.isClosed()) {
                    socket.shutdownOutput();
                    client.awaitEnd(END_MS);
                }
            } catch (IOException e) {
                // The other side was faster; that it has ended is what was wanted.
                client.ended();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
