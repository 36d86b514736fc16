package io.mainstay.client;

import io.mainstay.client.session.Channel;
import io.mainstay.client.session.Deadline;
import io.mainstay.client.session.Opening;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.PositionData;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A view of a connection with one deadline for its requests. */
final class Client implements Mainstay {
    private final Connection connection;
    private final ConnectionInfo info;
    private final GatewayClock clock;
    private final Duration timeout;

    Client(Connection connection, ConnectionInfo info, GatewayClock clock, Duration timeout) {
        this.connection = connection;
        this.info = info;
        this.clock = clock;
        this.timeout = timeout;
    }

    @Override
    public ConnectionInfo connection() {
        return info;
    }

    @Override
    public List<String> accounts() {
        return connection.accounts();
    }

    @Override
    public AccountSummary accountSummary() {
        return connection.summary(deadline());
    }

    @Override
    public Positions positions() {
        Deadline deadline = deadline();
        List<PositionData> rows;
        try (Channel<List<PositionData>>.Share share =
                connection.session().channels().positions().ask()) {
            rows = Calls.await(share.reply(), deadline, "positions");
        }
        Instant asOf = Instant.now();
        var newest = new LinkedHashMap<Object, Positions.Position>();
        for (PositionData row : rows) {
            List<Object> holding = List.of(row.account(), row.contract());
            BigDecimal quantity = row.position();
            BigDecimal cost = row.avgCost();
            if (quantity == null) {
                throw new MainstayException.ProtocolError(
                        "A position of " + Instruments.name(row.contract()) + " came without a quantity.");
            }
            newest.remove(holding);
            if (quantity.signum() != 0) {
                newest.put(
                        holding,
                        new Positions.Position(
                                row.account(), row.contract(), quantity, cost == null ? BigDecimal.ZERO : cost));
            }
        }
        return new Positions(new ArrayList<>(newest.values()), asOf);
    }

    @Override
    public Instrument instrument(Contract description) {
        return connection.instruments().one(description, deadline());
    }

    @Override
    public List<Instrument> instruments(Contract description) {
        return connection.instruments().all(description, deadline());
    }

    @Override
    public BarsRequest bars(Instrument instrument) {
        return new BarsDraft(connection, instrument, timeout);
    }

    @Override
    public Quote quote(Instrument instrument) {
        connection.allowDelayedData();
        return connection.ask(new SnapshotQuestion(instrument), deadline(), "the quote of " + instrument.symbol());
    }

    @Override
    public Subscription<QuoteEvent> quotes(Instrument instrument) {
        if (connection.session().stage() == Opening.ENDED) {
            throw new MainstayException.Disconnected("The connection has ended; quotes of " + instrument.symbol()
                    + " were not asked for. Connect again.");
        }
        connection.allowDelayedData();
        var stream = new QuoteStream(connection, instrument);
        stream.open();
        return stream;
    }

    @Override
    public OrderRequest buy(BigDecimal quantity) {
        return new OrderDraft(connection, "BUY", quantity, timeout);
    }

    @Override
    public OrderRequest sell(BigDecimal quantity) {
        return new OrderDraft(connection, "SELL", quantity, timeout);
    }

    @Override
    public List<OpenOrderInfo> openOrders() {
        var infos = new ArrayList<OpenOrderInfo>();
        for (OpenOrder open : connection.orders().open(deadline())) {
            infos.add(new OpenOrderInfo(open.orderId(), open.contract(), open.order(), open.orderState()));
        }
        return List.copyOf(infos);
    }

    @Override
    public List<Fill> executions() {
        var question = new ExecutionsQuestion(connection.options().clientId());
        List<ExecDetails> reports = connection.ask(question, deadline(), "executions");
        return connection.orders().fills(reports);
    }

    @Override
    public Subscription<Notice> notices() {
        return connection.notices().listen();
    }

    @Override
    public Instant currentTime() {
        return clock.ask(deadline());
    }

    @Override
    public Mainstay withTimeout(Duration requestTimeout) {
        if (!requestTimeout.isPositive()) {
            throw new IllegalArgumentException("a timeout must be positive: " + requestTimeout);
        }
        return new Client(connection, info, clock, requestTimeout);
    }

    @Override
    public void close() {
        connection.close("it was closed by this program");
    }

    private Deadline deadline() {
        return Deadline.after(timeout);
    }
}
