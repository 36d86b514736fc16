package io.mainstay.simulator.order;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import io.mainstay.simulator.account.Account;
import io.mainstay.simulator.account.Prices;
import io.mainstay.simulator.market.Instrument;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All orders and executions of the gateway since it started, of every client. */
public final class OrderBook {
    /** More than a day's trading of any test; orders beyond are refused, so that memory stays bounded. */
    public static final int MOST_ORDERS = 100_000;

    private static final long FIRST_PERM_ID = 1_200_000_001L;

    private record Key(int clientId, int orderId) {}

    /** Every order, ended ones included; at most {@link #MOST_ORDERS}. */
    private final Map<Key, SimulatedOrder> orders = new LinkedHashMap<>();
    /** Those that have not ended, in order of placing. */
    private final Map<Key, SimulatedOrder> alive = new LinkedHashMap<>();
    /** Every execution; bounded by the orders. */
    private final List<Fill> fills = new ArrayList<>();
    /** The highest order id that each client has used. */
    private final Map<Integer, Integer> highestId = new HashMap<>();

    private long nextPermId = FIRST_PERM_ID;

    /** What a client is told as its next valid id. */
    public int nextValidId(int clientId) {
        return highestId.getOrDefault(clientId, 0) + 1;
    }

    public boolean isFull() {
        return orders.size() >= MOST_ORDERS;
    }

    public Optional<SimulatedOrder> find(int clientId, int orderId) {
        return Optional.ofNullable(orders.get(new Key(clientId, orderId)));
    }

    /** Orders that have not ended, in order of placing. */
    public List<SimulatedOrder> alive() {
        return List.copyOf(alive.values());
    }

    public List<SimulatedOrder> all() {
        return List.copyOf(orders.values());
    }

    public List<Fill> fills() {
        return List.copyOf(fills);
    }

    /** Marks an order id as used, also by an order that was refused. */
    public void use(int clientId, int orderId) {
        highestId.merge(clientId, orderId, Math::max);
    }

    /** Takes a new order; its id must be at or above {@link #nextValidId}. */
    public SimulatedOrder add(
            int clientId, int orderId, Instrument instrument, Contract contract, Order order, Instant now) {
        if (orderId < nextValidId(clientId)) {
            throw new IllegalArgumentException("order id " + orderId + " was used by client " + clientId);
        }
        use(clientId, orderId);
        var added = new SimulatedOrder(clientId, orderId, nextPermId++, instrument, contract, order, now);
        orders.put(new Key(clientId, orderId), added);
        alive.put(new Key(clientId, orderId), added);
        return added;
    }

    /** Ends an order unfilled. */
    public void end(SimulatedOrder order, OrderStatusName status, String reason, Instant now) {
        order.end(status, reason, now);
        alive.remove(new Key(order.clientId(), order.orderId()));
    }

    /** Executes part or all of an order, and books it to the account. */
    public Fill fill(
            SimulatedOrder order, BigDecimal shares, BigDecimal price, Account account, Prices prices, Instant now) {
        BigDecimal rate = prices.usdPer(order.instrument().currency());
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
                String.format("0000e0d5.%08x.%02d.01", order.permId(), 1 + fillsOf(order)),
                order,
                shares,
                price,
                order.filled(),
                order.averageFillPrice(),
                now,
                commission,
                booking.realizedPnl());
        fills.add(fill);
        if (order.isFinal()) {
            alive.remove(new Key(order.clientId(), order.orderId()));
        }
        return fill;
    }

    private long fillsOf(SimulatedOrder order) {
        return fills.stream().filter(fill -> fill.order().equals(order)).count();
    }
}
