package io.mainstay.simulator.session;

import io.mainstay.protocol.message.AttachedOrders;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqAutoOpenOrders;
import io.mainstay.simulator.account.Account;
import io.mainstay.simulator.fault.Mode;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Instruments;
import io.mainstay.simulator.order.Fill;
import io.mainstay.simulator.order.OrderBook;
import io.mainstay.simulator.order.OrderStatusName;
import io.mainstay.simulator.order.SimulatedOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Order requests: new orders, changes, cancellations, and those that the user enters in TWS's window. */
final class OrderAnswers {
    private static final int NO_CLIENT = -1;
    private static final AttachedOrders NOTHING_ATTACHED =
            AttachedOrders.builder().build();

    private final Gateway gateway;
    private final Contracts contracts;
    private final OrderBook book;
    private final AccountAnswers accounts;
    private final OrderTiming timing;
    private final OrderChecks checks;
    private final MarginChecks margin;
    private final OrderEvents events;
    private final OrderLists lists;
    private final Executor executor;
    private boolean bindsAutomatically;

    OrderAnswers(
            Gateway gateway,
            Contracts contracts,
            Instruments instruments,
            OrderBook book,
            AccountAnswers accounts,
            MarketPrices prices) {
        this.gateway = gateway;
        this.contracts = contracts;
        this.book = book;
        this.accounts = accounts;
        this.timing = new OrderTiming(gateway);
        this.margin = new MarginChecks(accounts, prices);
        var conditions = new ConditionCheck(gateway, instruments, prices, accounts, book);
        this.checks = new OrderChecks(accounts, timing, conditions, margin);
        this.events = new OrderEvents(gateway);
        this.lists = new OrderLists(gateway, book);
        this.executor = new Executor(gateway, book, prices, accounts, conditions, events);
    }

    OrderLists lists() {
        return lists;
    }

    void place(Session s, PlaceOrder m) {
        int id = m.orderId();
        if (refusedAsReadOnly(s, id)) {
            return;
        }
        int client = s.requireClientId();
        Optional<SimulatedOrder> known = book.find(client, id);
        if (known.isPresent() && !known.get().isFinal() && m.order().whatIf()) {
            // Whoever only asks changes nothing, also where the id is that of a working order.
            takeNew(s, m);
        } else if (known.isPresent() && !known.get().isFinal()) {
            modify(s, known.get(), m);
        } else if (known.isPresent() && known.get().status() == OrderStatusName.Filled) {
            s.error(id, 104, "Cannot modify a filled order.");
        } else if (id <= 0) {
            s.error(id, 10149, "Invalid order id: " + id);
        } else if (id < book.nextValidId(client)) {
            s.error(id, 103, "Duplicate order id");
        } else if (id == Integer.MAX_VALUE) {
            s.error(id, 320, "Error reading request. Order id " + id + " leaves no next one");
        } else {
            takeNew(s, m);
        }
    }

    private void takeNew(Session s, PlaceOrder m) {
        int id = m.orderId();
        int client = s.requireClientId();
        Optional<Instrument> found = contracts.single(s, id, m.contract());
        if (found.isEmpty()) {
            return;
        }
        Instrument instrument = found.get();
        Optional<OrderChecks.Refusal> refusal = attachment(m).or(() -> checks.refusal(instrument, m.order()));
        if (refusal.isPresent()) {
            book.use(client, id);
            s.error(id, refusal.get().code(), refusal.get().text());
            return;
        }
        Order order = withAccount(m.order());
        Contract contract = routed(instrument, m.contract());
        if (order.whatIf()) {
            s.send(margin.whatIf(id, client, instrument, contract, order));
        } else if (order.parentId() != 0 && !hasParent(client, order.parentId())) {
            book.use(client, id);
            s.error(id, 10006, "Missing parent order");
        } else if (book.isFull()) {
            s.error(
                    id,
                    201,
                    "Order rejected - reason:the simulator holds " + OrderBook.MOST_ORDERS
                            + " orders already; start it anew");
        } else {
            executor.placed(
                    book.add(client, id, instrument, contract, order, timing.of(instrument, order), gateway.now()));
        }
    }

    private static Optional<OrderChecks.Refusal> attachment(PlaceOrder m) {
        return m.attachedOrders().equals(NOTHING_ATTACHED)
                ? Optional.empty()
                : Optional.of(new OrderChecks.Refusal(
                        201, "Order rejected - reason:the simulator does not execute orders with attached ones"));
    }

    /** Whether there is a parent that lives or has filled: a child of one that has ended would wait for ever. */
    private boolean hasParent(int client, int parentId) {
        return book.find(client, parentId)
                .filter(parent -> !parent.isFinal() || parent.filled().signum() > 0)
                .isPresent();
    }

    private static Contract routed(Instrument instrument, Contract wanted) {
        return Contracts.describe(
                instrument, wanted.exchange().isEmpty() ? instrument.defaultExchange() : wanted.exchange());
    }

    private Order withAccount(Order order) {
        Account account = accounts.account(order.account()).orElseThrow();
        return order.toBuilder().account(account.code()).build();
    }

    private void modify(Session s, SimulatedOrder order, PlaceOrder m) {
        Order terms = m.order();
        boolean sameContract = contracts.matching(m.contract()).contains(order.instrument());
        Optional<OrderChecks.Refusal> refusal = sameContract
                ? attachment(m).or(() -> checks.changeRefusal(order, terms))
                : Optional.of(new OrderChecks.Refusal(105, "Order being modified does not match original order."));
        if (refusal.isPresent()) {
            s.error(order.orderId(), refusal.get().code(), refusal.get().text());
            return;
        }
        Order complete = withAccount(terms);
        order.modify(complete, timing.of(order.instrument(), complete));
        executor.modified(order);
    }

    /** Takes a change as a second order under the same id, and tells of the first one last. */
    void doubled(SimulatedOrder order, Order terms) {
        Order complete = withAccount(terms);
        executor.placed(book.addDouble(order, complete, timing.of(order.instrument(), complete), gateway.now()));
        events.order(order);
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
            executor.cancel(order.get());
        }
    }

    /** Cancels every order of the login, whoever placed it. */
    void cancelAll(Session s) {
        if (!refusedAsReadOnly(s, NO_CLIENT)) {
            for (SimulatedOrder order : book.alive()) {
                if (!order.isFinal()) {
                    executor.cancel(order);
                }
            }
        }
    }

    void autoOpen(Session s, ReqAutoOpenOrders m) {
        if (s.requireClientId() != 0) {
            s.error(-1, 327, "Only the default client (i.e. 0) can auto bind orders");
        } else if (!m.bAutoBind() || !refusedAsReadOnly(s, NO_CLIENT)) {
            bindsAutomatically = m.bAutoBind();
        }
    }

    /** A client's own orders; client 0 binds those from TWS's window by asking. */
    void open(Session s) {
        if (s.requireClientId() == 0 && book.alive().stream().anyMatch(OrderAnswers::isUnbound)) {
            if (refusedAsReadOnly(s, NO_CLIENT)) {
                return;
            }
            book.alive().stream().filter(OrderAnswers::isUnbound).forEach(this::bind);
        }
        lists.open(s, false);
    }

    private static boolean isUnbound(SimulatedOrder order) {
        return order.isManual() && order.orderId() == 0;
    }

    private void bind(SimulatedOrder order) {
        book.bind(order);
        events.bound(order);
    }

    /**
     * Takes an order that the user enters in TWS's window.
     *
     * @return its permId
     * @throws IllegalArgumentException with the reason if it is not taken
     */
    long enter(Contract wanted, Order order) {
        List<Instrument> found = contracts.matching(wanted);
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    found.isEmpty() ? Contracts.NOT_FOUND : "the contract of " + wanted.symbol() + " is ambiguous");
        }
        Instrument instrument = found.getFirst();
        checks.refusal(instrument, order).ifPresent(refusal -> {
            throw new IllegalArgumentException(refusal.code() + ": " + refusal.text());
        });
        if (book.isFull()) {
            throw new IllegalArgumentException("there are " + OrderBook.MOST_ORDERS + " orders already");
        }
        Order complete = withAccount(order);
        SimulatedOrder added = book.addManual(
                instrument, routed(instrument, wanted), complete, timing.of(instrument, complete), gateway.now());
        if (bindsAutomatically && gateway.readySession(0).isPresent()) {
            bind(added);
        }
        executor.placed(added);
        return added.permId();
    }

    /**
     * Cancels any order, as the user does in TWS's window.
     *
     * @throws IllegalArgumentException if no order that lives has that permId
     */
    void cancelByUser(long permId) {
        SimulatedOrder order = book.findByPermId(permId)
                .filter(o -> !o.isFinal())
                .orElseThrow(() -> new IllegalArgumentException("no working order has permId " + permId));
        executor.cancel(order);
    }

    /**
     * Corrects the price of an execution, as an exchange does, and tells of it.
     *
     * @return the id of the correction
     * @throws IllegalArgumentException if there is no such execution
     */
    String correct(String execId, BigDecimal price) {
        if (price.signum() <= 0) {
            throw new IllegalArgumentException("a price above 0 is needed");
        }
        Fill old = book.fills().stream()
                .filter(fill -> fill.execId().equals(execId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no execution has the id " + execId));
        Account account = accounts.account(old.order().order().account()).orElseThrow();
        Fill corrected = book.correct(old, price, account, accounts.prices());
        events.correction(corrected);
        accounts.traded(account, account.position(old.order().instrument()).orElseThrow());
        return corrected.execId();
    }

    private boolean refusedAsReadOnly(Session s, int id) {
        boolean refused = gateway.settings().readOnly() || gateway.faults().any(Mode.READ_ONLY);
        if (refused) {
            s.error(
                    id,
                    321,
                    "Error validating request.-'bW' : cause - The API interface is currently in Read-Only mode.");
        }
        return refused;
    }

    void forget(Session s) {
        if (s.clientId().equals(Optional.of(0))) {
            bindsAutomatically = false;
        }
    }
}
