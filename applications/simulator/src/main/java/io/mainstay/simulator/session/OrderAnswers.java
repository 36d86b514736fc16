package io.mainstay.simulator.session;

import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.CompletedOrder;
import io.mainstay.protocol.message.CompletedOrdersEnd;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ExecDetailsEnd;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderState;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqAutoOpenOrders;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.value.TwsTime;
import io.mainstay.simulator.account.Account;
import io.mainstay.simulator.fault.Fault;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.order.Fill;
import io.mainstay.simulator.order.OrderBook;
import io.mainstay.simulator.order.OrderStatusName;
import io.mainstay.simulator.order.SimulatedOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Order requests: new orders, changes, cancellations, and the lists of orders and executions. */
final class OrderAnswers {
    private static final int EXECUTIONS_TO_NOBODY = -1;

    private final Gateway gateway;
    private final Contracts contracts;
    private final OrderBook book;
    private final AccountAnswers accounts;
    private final OrderChecks checks;
    private final Executor executor;

    OrderAnswers(Gateway gateway, Contracts contracts, OrderBook book, AccountAnswers accounts, MarketPrices prices) {
        this.gateway = gateway;
        this.contracts = contracts;
        this.book = book;
        this.accounts = accounts;
        this.checks = new OrderChecks(gateway, accounts, prices);
        this.executor = new Executor(gateway, book, prices, accounts, this);
    }

    void place(Session s, PlaceOrder m) {
        if (refusedAsReadOnly(s, m.orderId())) {
            return;
        }
        int client = s.requireClientId();
        Optional<SimulatedOrder> known = book.find(client, m.orderId());
        if (known.isPresent() && !known.get().isFinal()) {
            modify(s, known.get(), m.order());
        } else if (known.isPresent() && known.get().status() == OrderStatusName.Filled) {
            s.error(m.orderId(), 104, "Cannot modify a filled order.");
        } else if (m.orderId() < book.nextValidId(client)) {
            s.error(m.orderId(), 103, "Duplicate order id");
        } else if (m.orderId() == Integer.MAX_VALUE) {
            s.error(m.orderId(), 320, "Error reading request. Order id " + m.orderId() + " leaves no next one");
        } else {
            placeNew(s, m);
        }
    }

    private void placeNew(Session s, PlaceOrder m) {
        int id = m.orderId();
        List<Instrument> found = contracts.matching(m.contract());
        if (found.size() != 1) {
            s.error(
                    id,
                    200,
                    found.isEmpty()
                            ? ContractAnswers.NOT_FOUND
                            : HistoryAnswers.ambiguous(m.contract().symbol()));
            return;
        }
        Instrument instrument = found.getFirst();
        Optional<OrderChecks.Refusal> refusal = checks.refusal(instrument, m.order());
        if (refusal.isPresent()) {
            book.use(s.requireClientId(), id);
            s.error(id, refusal.get().code(), refusal.get().text());
            return;
        }
        Order order = withAccount(m.order());
        Contract contract = Contracts.describe(
                instrument,
                m.contract().exchange().isEmpty()
                        ? instrument.defaultExchange()
                        : m.contract().exchange());
        if (order.whatIf()) {
            s.send(checks.whatIf(id, s.requireClientId(), instrument, contract, order));
            return;
        }
        if (order.parentId() != 0
                && book.find(s.requireClientId(), order.parentId()).isEmpty()) {
            book.use(s.requireClientId(), id);
            s.error(id, 10006, "Missing parent order");
            return;
        }
        if (book.isFull()) {
            s.error(
                    id,
                    201,
                    "Order rejected - reason:the simulator holds " + OrderBook.MOST_ORDERS
                            + " orders already; start it anew");
            return;
        }
        SimulatedOrder added = book.add(s.requireClientId(), id, instrument, contract, order, gateway.now());
        executor.placed(added);
    }

    private Order withAccount(Order order) {
        Account account = accounts.account(order.account()).orElseThrow();
        return order.toBuilder().account(account.code()).build();
    }

    private void modify(Session s, SimulatedOrder order, Order terms) {
        Order old = order.order();
        if (!terms.action().equals(old.action())) {
            s.error(order.orderId(), 105, "Order being modified does not match original order.");
            return;
        }
        Optional<OrderChecks.Refusal> refusal = checks.refusal(order.instrument(), terms);
        if (refusal.isPresent()) {
            s.error(order.orderId(), refusal.get().code(), refusal.get().text());
            return;
        }
        if (terms.totalQuantity() == null || terms.totalQuantity().compareTo(order.filled()) <= 0) {
            s.error(
                    order.orderId(),
                    104,
                    "Cannot modify a filled order: " + order.filled().toPlainString() + " are filled already");
            return;
        }
        order.modify(withAccount(terms));
        executor.modified(order);
    }

    void cancel(Session s, int orderId) {
        if (refusedAsReadOnly(s, orderId)) {
            return;
        }
        Optional<SimulatedOrder> order = book.find(s.requireClientId(), orderId);
        if (order.isEmpty()) {
            s.error(orderId, 10147, "OrderId " + orderId + " that needs to be cancelled is not found.");
        } else if (order.get().isFinal()) {
            s.error(
                    orderId,
                    10148,
                    "OrderId " + orderId + " that needs to be cancelled cannot be cancelled, state: "
                            + order.get().status() + ".");
        } else {
            executor.cancel(order.get(), "");
        }
    }

    void cancelAll(Session s) {
        if (!refusedAsReadOnly(s, -1)) {
            book.alive().forEach(order -> {
                if (!order.isFinal()) {
                    executor.cancel(order, "");
                }
            });
        }
    }

    void autoOpen(Session s, ReqAutoOpenOrders m) {
        if (s.requireClientId() != 0) {
            s.error(-1, 327, "Only the default client (i.e. 0) can auto bind orders");
        } else if (m.bAutoBind()) {
            refusedAsReadOnly(s, -1);
        }
    }

    private boolean refusedAsReadOnly(Session s, int id) {
        boolean refused = gateway.settings().readOnly() || gateway.faults().any(Fault::isReadOnly);
        if (refused) {
            s.error(
                    id,
                    321,
                    "Error validating request.-'bW' : cause - The API interface is currently in Read-Only mode.");
        }
        return refused;
    }

    /** Working orders and their status, for a client that has just come (back); nothing if it has none. */
    void pushWorking(Session s) {
        if (book.alive().stream().anyMatch(o -> belongsTo(o, s))) {
            open(s, false);
        }
    }

    void open(Session s, boolean ofEverybody) {
        for (SimulatedOrder order : book.alive()) {
            if ((ofEverybody || belongsTo(order, s)) && order.status() != OrderStatusName.ApiPending) {
                s.send(openOrder(order));
                s.send(status(order));
            }
        }
        s.send(new OpenOrderEnd());
    }

    private static boolean belongsTo(SimulatedOrder order, Session s) {
        return order.clientId() == s.requireClientId();
    }

    void completed(Session s) {
        for (SimulatedOrder order : book.all()) {
            Instant ended = order.endedAt();
            if (ended != null) {
                Order shown = OrderEcho.echo(order).toBuilder()
                        .filledQuantity(order.filled())
                        .build();
                OrderState state = OrderState.builder()
                        .status(order.status().name())
                        .completedTime(WireTime.full(ended, s.version()))
                        .completedStatus(order.endReason())
                        .build();
                s.send(new CompletedOrder(order.contract(), shown, state));
            }
        }
        s.send(new CompletedOrdersEnd());
    }

    void executions(Session s, ReqExecutions m) {
        List<Fill> fills =
                book.fills().stream().filter(fill -> matches(fill, m)).toList();
        fills.forEach(fill -> s.send(OrderEcho.execution(fill, m.reqId(), s.version())));
        fills.forEach(fill -> s.send(report(fill)));
        s.send(new ExecDetailsEnd(m.reqId()));
    }

    private static boolean matches(Fill fill, ReqExecutions m) {
        SimulatedOrder order = fill.order();
        String side = order.isBuy() ? "BUY" : "SELL";
        Optional<Instant> since =
                m.time().isEmpty() ? Optional.empty() : WireTime.parse(m.time()).map(TwsTime::instant);
        return (m.clientId() == 0 || m.clientId() == order.clientId())
                && (m.acctCode().isEmpty() || m.acctCode().equals(order.order().account()))
                && (m.symbol().isEmpty() || m.symbol().equals(order.instrument().symbol()))
                && (m.secType().isEmpty()
                        || m.secType().equals(order.instrument().secType()))
                && (m.exchange().isEmpty()
                        || m.exchange().equals(order.contract().exchange()))
                && (m.side().isEmpty() || m.side().equals(side) || m.side().equals(order.isBuy() ? "BOT" : "SLD"))
                && (since.isEmpty() || !fill.time().isBefore(since.get()));
    }

    /** Tells the order's owner, if it is there, how the order stands. */
    void tell(SimulatedOrder order) {
        owner(order).ifPresent(s -> {
            s.send(openOrder(order));
            s.send(status(order));
        });
    }

    void tellStatus(SimulatedOrder order) {
        owner(order).ifPresent(s -> s.send(status(order)));
    }

    void tellError(SimulatedOrder order, int code, String text) {
        owner(order).ifPresent(s -> s.error(order.orderId(), code, text));
    }

    /** Tells the owner of an execution, how the order stands then, and what it cost. */
    void tellFill(Fill fill) {
        owner(fill.order()).ifPresent(s -> {
            s.send(OrderEcho.execution(fill, EXECUTIONS_TO_NOBODY, s.version()));
            s.send(openOrder(fill.order()));
            s.send(status(fill.order()));
            s.send(report(fill));
        });
    }

    private Optional<Session> owner(SimulatedOrder order) {
        return gateway.readySession(order.clientId());
    }

    private static CommissionAndFeesReport report(Fill fill) {
        return new CommissionAndFeesReport(
                fill.execId(), fill.commission(), "USD", fill.realizedPnl().orElse(null), null, 0);
    }

    private static OpenOrder openOrder(SimulatedOrder order) {
        return new OpenOrder(
                order.orderId(),
                OrderEcho.contract(order.contract()),
                OrderEcho.echo(order),
                OrderEcho.state(order.status().name()));
    }

    private static OrderStatus status(SimulatedOrder order) {
        return new OrderStatus(
                order.orderId(),
                order.status().name(),
                order.filled(),
                order.remaining(),
                order.averageFillPrice(),
                order.permId(),
                order.order().parentId(),
                order.lastFillPrice(),
                order.clientId(),
                "",
                BigDecimal.ZERO);
    }
}
