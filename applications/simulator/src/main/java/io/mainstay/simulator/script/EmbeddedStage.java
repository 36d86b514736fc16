package io.mainstay.simulator.script;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import io.mainstay.simulator.EmbeddedGateway;
import io.mainstay.simulator.SimulatorConfig;
import io.mainstay.simulator.session.Outlet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The simulator in the script's own thread and time, without sockets: nothing is waited for. Used by one thread. */
public final class EmbeddedStage implements Stage {
    /** The newest version that the simulator speaks. */
    public static final int NEWEST_VERSION = SimulatorConfig.defaults().serverVersion();

    private final EmbeddedGateway gateway;

    /**
     * Makes the gateway that a script asks for.
     *
     * @throws ScriptException if it asks for what there is not
     */
    public EmbeddedStage(Script script, int version) {
        GatewaySetup setup = GatewaySetup.of(script, version);
        try {
            gateway = new EmbeddedGateway(setup.config(), setup.start());
        } catch (IOException e) {
            throw new ScriptException(script.file(), 1, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public int newestVersion() {
        return NEWEST_VERSION;
    }

    @Override
    public Wire open(Client client) {
        return new ClientEnd(client);
    }

    @Override
    public Instant now() {
        return gateway.now();
    }

    @Override
    public Duration pass(Duration most) {
        return gateway.passToNext(most);
    }

    /** Nothing is ever on its way. */
    @Override
    public void settle(Client client) {}

    @Override
    public boolean awaitMore() {
        return false;
    }

    @Override
    public void switchFault(String name, boolean on) {
        gateway.switchFault(name, on);
    }

    @Override
    public long enterOrder(Contract contract, Order order) {
        return gateway.enterOrder(contract, order);
    }

    @Override
    public void cancelOrder(long permId) {
        gateway.cancelOrder(permId);
    }

    @Override
    public String correctExecution(String execId, BigDecimal price) {
        return gateway.correctExecution(execId, price);
    }

    @Override
    public void publishBulletin(String text) {
        gateway.publishBulletin(text);
    }

    @Override
    public void close() {
        gateway.close();
    }

    /** The client's end of a connection. */
    private final class ClientEnd implements Wire {
        private final GatewayEnd other;
        private final EmbeddedGateway.Connection connection;

        ClientEnd(Client client) {
            other = new GatewayEnd(client);
            connection = gateway.connect(other);
            other.connection = connection;
        }

        @Override
        public void send(byte[] bytes) throws IOException {
            if (other.over) {
                throw new IOException("the gateway has ended the connection");
            }
            other.arrived(bytes);
        }

        @Override
        public void finish() {
            if (!other.over && !other.frozen) {
                connection.inputEnded();
            }
        }

        @Override
        public void vanish() {
            if (!other.over && !other.frozen) {
                connection.broke();
            }
        }
    }

    /** The gateway's end of a connection. */
    private static final class GatewayEnd implements Outlet {
        private final Client client;
        /** What the client has sent while this end does not read. */
        private final ByteArrayOutputStream unread = new ByteArrayOutputStream();

        private EmbeddedGateway.@Nullable Connection connection;
        private boolean over;
        private boolean paused;
        private boolean frozen;

        GatewayEnd(Client client) {
            this.client = client;
        }

        void arrived(byte[] bytes) {
            EmbeddedGateway.Connection reader = connection;
            if (paused || frozen || reader == null) {
                unread.writeBytes(bytes);
            } else {
                reader.received(bytes);
            }
        }

        @Override
        public void send(byte[] bytes, int length, boolean byteWise) {
            int piece = byteWise ? 1 : length;
            for (int at = 0; at < length; at += piece) {
                client.received(bytes, at, piece);
            }
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public void finish() {
            over = true;
            client.ended();
        }

        @Override
        public void abort() {
            finish();
        }

        /** The client can't tell it from a whole end; it may still send. */
        @Override
        public void endOutput() {
            client.ended();
        }

        @Override
        public void pauseReading(boolean pause) {
            paused = pause;
            if (!pause && unread.size() > 0) {
                byte[] waiting = unread.toByteArray();
                unread.reset();
                arrived(waiting);
            }
        }

        @Override
        public void freeze() {
            frozen = true;
        }
    }
}
