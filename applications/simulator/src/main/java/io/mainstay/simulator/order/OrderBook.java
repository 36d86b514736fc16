package io.mainstay.simulator.order;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import io.mainstay.simulator.account.Account;
import io.mainstay.simulator.account.Prices;
import io.mainstay.simulator.market.Instrument;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All orders and executions of the gateway since it started, of every client. */
public final class OrderBook {
    /** More than a day's trading of any test; orders beyond are refused, so that memory stays bounded. */
    public static final int MOST_ORDERS = 100_000;

    private static final long FIRST_PERM_ID = 1_200_000_001L;

    private record Key(int clientId, int orderId) {}

    /** Every order by its permId, ended ones included; at most {@link #MOST_ORDERS}. */
    private final Map<Long, SimulatedOrder> orders = new LinkedHashMap<>();
    /** Those that have not ended, in order of placing. */
    private final Map<Long, SimulatedOrder> alive = new LinkedHashMap<>();
    /** Those with an id. */
    private final Map<Key, SimulatedOrder> byId = new HashMap<>();
    /** Every execution by the first three parts of its id, which stay when it is corrected; bounded by the orders. */
    private final Map<String, Fill> fills = new LinkedHashMap<>();
    /** The highest order id that each client has used. */
    private final Map<Integer, Integer> highestId = new HashMap<>();

    private int lowestBoundId;
    private long nextPermId = FIRST_PERM_ID;

    /** What a client is told as its next valid id. */
    public int nextValidId(int clientId) {
        return highestId.getOrDefault(clientId, 0) + 1;
    }

    public boolean isFull() {
        return orders.size() >= MOST_ORDERS;
    }

    public Optional<SimulatedOrder> find(int clientId, int orderId) {
        return Optional.ofNullable(byId.get(new Key(clientId, orderId)));
    }

    public Optional<SimulatedOrder> findByPermId(long permId) {
        return Optional.ofNullable(orders.get(permId));
    }

    /** Orders that have not ended, in order of placing. */
    public List<SimulatedOrder> alive() {
        return List.copyOf(alive.values());
    }

    public List<SimulatedOrder> all() {
        return List.copyOf(orders.values());
    }

    public List<Fill> fills() {
        return List.copyOf(fills.values());
    }

    /** Marks an order id as used, also by an order that was refused. */
    public void use(int clientId, int orderId) {
        highestId.merge(clientId, orderId, Math::max);
    }

    /** Takes a new order; its id must be at or above {@link #nextValidId}. */
    public SimulatedOrder add(
            int clientId,
            int orderId,
            Instrument instrument,
            Contract contract,
            Order order,
            Timing timing,
            Instant now) {
        if (orderId < nextValidId(clientId)) {
            throw new IllegalArgumentException("order id " + orderId + " was used by client " + clientId);
        }
        use(clientId, orderId);
        SimulatedOrder added =
                keep(new SimulatedOrder(clientId, orderId, nextPermId++, instrument, contract, order, timing, now));
        byId.put(new Key(clientId, orderId), added);
        return added;
    }

    /** Takes an order that was entered in TWS's window; it has no id until it is bound. */
    public SimulatedOrder addManual(Instrument instrument, Contract contract, Order order, Timing timing, Instant now) {
        return keep(new SimulatedOrder(0, 0, nextPermId++, instrument, contract, order, timing, now));
    }

    /**
     * Takes a second order under the id of one that works, as a gateway does by mistake: by its id the new one is found,
     * the old one works on and comes behind it in lists.
     */
    public SimulatedOrder addDouble(SimulatedOrder first, Order order, Timing timing, Instant now) {
        SimulatedOrder added = keep(new SimulatedOrder(
                first.clientId(),
                first.orderId(),
                nextPermId++,
                first.instrument(),
                first.contract(),
                order,
                timing,
                now));
        byId.put(new Key(first.clientId(), first.orderId()), added);
        alive.remove(first.permId());
        alive.put(first.permId(), first);
        return added;
    }

    private SimulatedOrder keep(SimulatedOrder order) {
        orders.put(order.permId(), order);
        alive.put(order.permId(), order);
        return order;
    }

    /** Gives an order from TWS's window the next negative id. */
    public void bind(SimulatedOrder order) {
        order.bind(--lowestBoundId);
        byId.put(new Key(order.clientId(), order.orderId()), order);
    }

    /** Ends an order that is not filled in full. */
    public void end(SimulatedOrder order, OrderStatusName status, String reason, Instant now) {
        order.end(status, reason, now);
        alive.remove(order.permId());
    }

    /** Executes part or all of an order, and books it to the account. */
    public Fill fill(
            SimulatedOrder order, BigDecimal shares, BigDecimal price, Account account, Prices prices, Instant now) {
        BigDecimal rate = prices.usdPer(order.instrument().currency())
                .multiply(order.instrument().multiplier());
        BigDecimal paidBefore =
                order.averageFillPrice().multiply(order.filled()).multiply(rate);
        BigDecimal before = Commission.total(order.instrument(), order.filled(), paidBefore);
        order.fill(shares, price, now);
        BigDecimal paid = order.averageFillPrice().multiply(order.filled()).multiply(rate);
        BigDecimal commission = Commission.total(order.instrument(), order.filled(), paid)
                .subtract(before)
                .max(BigDecimal.ZERO);
        Account.Booking booking =
                account.trade(order.instrument(), order.isBuy() ? shares : shares.negate(), price, commission, prices);
        var fill = new Fill(
                String.format(Locale.ROOT, "0000e0d5.%08x.%02d.01", order.permId(), order.executions()),
                order,
                shares,
                price,
                order.filled(),
                order.averageFillPrice(),
                now,
                commission,
                booking.realizedPnl());
        fills.put(root(fill.execId()), fill);
        if (order.isFinal()) {
            alive.remove(order.permId());
        }
        return fill;
    }

    /** Corrects the price of an execution, in the order and in the account; what comes of it has the next id. */
    public Fill correct(Fill old, BigDecimal price, Account account, Prices prices) {
        SimulatedOrder order = old.order();
        order.correct(old.shares(), old.price(), price);
        BigDecimal shares = order.isBuy() ? old.shares() : old.shares().negate();
        account.correct(order.instrument(), shares, old.price(), price, prices);
        int correction = Integer.parseInt(old.execId().substring(old.execId().lastIndexOf('.') + 1)) + 1;
        var corrected = new Fill(
                String.format(Locale.ROOT, "%s.%02d", root(old.execId()), correction),
                order,
                old.shares(),
                price,
                old.cumulative(),
                order.averageFillPrice(),
                old.time(),
                old.commission(),
                old.realizedPnl());
        fills.put(root(corrected.execId()), corrected);
        return corrected;
    }

    private static String root(String execId) {
        return execId.substring(0, execId.lastIndexOf('.'));
    }
}
