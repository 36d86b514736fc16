package io.mainstay.benchmark;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.handshake.ApiPrefix;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.CompletedOrdersEnd;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ContractDetails;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.ExecDetailsEnd;
import io.mainstay.protocol.message.Execution;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageReader;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderState;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqCompletedOrders;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqIds;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqOpenOrders;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.Tolerated;
import io.mainstay.protocol.value.TickType;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The least that a gateway can be, so that it is never the slow end: it answers what sessions begin with, fills every
 * order at once, and sends ticks to whoever asked for quotes, as many as it is told to.
 */
final class ScriptedGateway implements AutoCloseable {
    private static final BigDecimal PRICE = new BigDecimal("189.50");
    private static final BigDecimal LOT = BigDecimal.valueOf(100);
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final int PRICES = 100;
    private static final String ACCOUNT = "DU0000001";

    private final int newestVersion;
    private final ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final Semaphore streams = new Semaphore(0);
    private final AtomicLong sentTicks = new AtomicLong();

    ScriptedGateway(int newestVersion) throws IOException {
        this.newestVersion = newestVersion;
        Thread.ofPlatform().daemon().name("gateway").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The version of the connection made first. */
    int serverVersion() {
        return connections.getFirst().version;
    }

    /** Waits until so many connections have asked for quotes. */
    void awaitStreams(int count) throws InterruptedException {
        streams.acquire(count);
    }

    /** Sends so many ticks to each connection that asked for quotes. Waits where they are not read. */
    void tick(int count) throws IOException {
        for (Connection connection : connections) {
            byte[] ticks = connection.ticks(count);
            if (ticks.length > 0) {
                connection.write(ticks);
            }
        }
    }

    /** Sends ticks without a pause until it is told to stop or nobody is there any more. */
    void tickUntil(int burst, AtomicBoolean stop) {
        try {
            while (!stop.get() && !connections.isEmpty()) {
                tick(burst);
                sentTicks.addAndGet(burst);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@link #tickUntil} has sent to each so far. */
    long sentTicks() {
        return sentTicks.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                var connection = new Connection(socket);
                connections.add(connection);
                Thread.ofPlatform().daemon().name("gateway session").start(connection::serve);
            }
        } catch (IOException closed) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(closed);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Connection connection : connections) {
            connection.socket.close();
        }
    }

    private final class Connection {
        private final Socket socket;
        private final OutputStream out;
        private final ApiPrefix prefix = new ApiPrefix();
        private final FrameAssembler frames = new FrameAssembler(FrameAssembler.MAX_FROM_CLIENT_BYTES);
        private @Nullable MessageReader reader;
        private @Nullable FieldWriter answer;
        private volatile int version;
        private volatile int streamId = -1;
        private byte[] batch = {};
        private int batchTicks;
        private int clientId;
        private int executions;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        private void serve() {
            byte[] bytes = new byte[1 << 16];
            try (socket) {
                while (true) {
                    int count = socket.getInputStream().read(bytes);
                    if (count < 0) {
                        connections.remove(this);
                        return;
                    }
                    int taken = prefix.complete() ? 0 : prefix.take(bytes, 0, count);
                    frames.feed(bytes, taken, count - taken, this::onFrame);
                }
            } catch (IOException ended) {
                connections.remove(this);
            }
        }

        private void onFrame(byte[] buffer, int offset, int length) {
            MessageReader open = reader;
            FieldWriter writer = answer;
            try {
                if (open == null || writer == null) {
                    ClientGreeting greeting = ClientGreeting.parse(buffer, offset, length);
                    version = Math.min(newestVersion, greeting.maxVersion());
                    reader = MessageReader.ofOutgoing(version, new Tolerated());
                    answer = new FieldWriter(version);
                    write(new ServerGreeting(version, "20260105 10:00:00 UTC").encode());
                } else {
                    Message message = open.read(buffer, offset, length);
                    writer.clear();
                    answer(message, reply -> reply.write(writer));
                    write(writer.toByteArray());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void answer(Message question, Consumer<Incoming> to) {
            switch (question) {
                case StartApi start -> {
                    clientId = start.clientId();
                    to.accept(new ManagedAccounts(ACCOUNT));
                    to.accept(new NextValidId(1));
                }
                case ReqIds ids -> to.accept(new NextValidId(1));
                case ReqMktData quotes -> {
                    streamId = quotes.reqId();
                    streams.release();
                }
                case ReqContractDetails details -> {
                    to.accept(new ContractData(details.reqId(), contract(details.contract())));
                    to.accept(new ContractDataEnd(details.reqId()));
                }
                case ReqAllOpenOrders all -> to.accept(new OpenOrderEnd());
                case ReqOpenOrders own -> to.accept(new OpenOrderEnd());
                case ReqCompletedOrders completed -> to.accept(new CompletedOrdersEnd());
                case ReqExecutions fills -> to.accept(new ExecDetailsEnd(fills.reqId()));
                case PlaceOrder order -> fill(order, to);
                default -> {}
            }
        }

        private static ContractDetails contract(Contract asked) {
            Contract found = Contract.builder()
                    .conId(265_598)
                    .symbol(asked.symbol())
                    .secType("STK")
                    .exchange("SMART")
                    .primaryExchange("NASDAQ")
                    .currency("USD")
                    .localSymbol(asked.symbol())
                    .tradingClass("NMS")
                    .build();
            return ContractDetails.builder()
                    .contract(found)
                    .minTick(CENT)
                    .marketName("NMS")
                    .timeZoneId("US/Eastern")
                    .orderTypes("LMT,MKT")
                    .validExchanges("SMART")
                    .build();
        }

        private void fill(PlaceOrder placed, Consumer<Incoming> to) {
            BigDecimal quantity = placed.order().totalQuantity();
            int orderId = placed.orderId();
            long permId = 1_000_000_000L + orderId;
            String execId = "0000e0d5.65a1b2c3.01." + ++executions;
            Order order = placed.order();
            to.accept(new OpenOrder(
                    orderId,
                    placed.contract(),
                    order,
                    OrderState.builder().status("Submitted").build()));
            to.accept(status(orderId, permId, "Submitted", BigDecimal.ZERO, quantity));
            to.accept(new ExecDetails(
                    -1,
                    orderId,
                    placed.contract(),
                    Execution.builder()
                            .execId(execId)
                            .time("20260105 10:00:00 UTC")
                            .acctNumber(ACCOUNT)
                            .exchange("ISLAND")
                            .side("BOT")
                            .shares(quantity)
                            .price(PRICE)
                            .permId(permId)
                            .clientId(clientId)
                            .cumQty(quantity)
                            .avgPrice(PRICE)
                            .orderRef(order.orderRef())
                            .build()));
            to.accept(status(orderId, permId, "Filled", quantity, BigDecimal.ZERO));
            to.accept(new CommissionAndFeesReport(execId, BigDecimal.ONE, "USD", null, null, 0));
        }

        private OrderStatus status(
                int orderId, long permId, String word, @Nullable BigDecimal filled, @Nullable BigDecimal remaining) {
            return new OrderStatus(orderId, word, filled, remaining, PRICE, permId, 0, PRICE, clientId, "", null);
        }

        /** Prices of both sides and of trades, their sizes and the volume, in turn. */
        private byte[] ticks(int count) {
            int id = streamId;
            if (id < 0) {
                return new byte[0];
            }
            if (batchTicks == count) {
                return batch;
            }
            var writer = new FieldWriter(version);
            for (int i = 0; i < count; i++) {
                BigDecimal price = PRICE.add(CENT.multiply(BigDecimal.valueOf(i % PRICES)));
                BigDecimal size = BigDecimal.valueOf(100 + i % PRICES);
                Incoming tick = switch (i % 6) {
                    case 0 -> new TickPrice(id, TickType.BID, price, size, 1);
                    case 1 -> new TickPrice(id, TickType.ASK, price, size, 1);
                    case 2 -> new TickSize(id, TickType.BID_SIZE, size);
                    case 3 -> new TickSize(id, TickType.ASK_SIZE, size);
                    case 4 -> new TickPrice(id, TickType.LAST, price, size, 0);
                    // Whole lots, since a client that counts in lots is told nothing of less.
                    default -> new TickSize(id, TickType.VOLUME, size.multiply(LOT));
                };
                tick.write(writer);
            }
            batchTicks = count;
            batch = writer.toByteArray();
            return batch;
        }

        private synchronized void write(byte[] bytes) throws IOException {
            out.write(bytes);
        }
    }
}
