package io.mainstay.client;

import io.mainstay.protocol.message.Order;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order as far as it is described. */
record OrderDraft(
        Connection connection,
        String action,
        BigDecimal quantity,
        @Nullable Instrument instrument,
        String orderType,
        @Nullable BigDecimal limit,
        @Nullable BigDecimal stop,
        String tif,
        String account,
        boolean outsideRth,
        String key,
        Duration timeout)
        implements OrderRequest {
    /** "None" in a field whose 0 would mean something else. */
    private static final int NO_EXEMPTION = -1;

    OrderDraft {
        if (quantity.signum() <= 0) {
            throw new IllegalArgumentException("an order's quantity must be positive: " + quantity);
        }
    }

    OrderDraft(Connection connection, String action, BigDecimal quantity, Duration timeout) {
        this(connection, action, quantity, null, "", null, null, "DAY", "", false, "", timeout);
    }

    @Override
    public OrderRequest of(Instrument instrument) {
        return new OrderDraft(
                connection,
                action,
                quantity,
                instrument,
                orderType,
                limit,
                stop,
                tif,
                account,
                outsideRth,
                key,
                timeout);
    }

    private OrderDraft typed(String type, @Nullable BigDecimal newLimit, @Nullable BigDecimal newStop) {
        return new OrderDraft(
                connection,
                action,
                quantity,
                instrument,
                type,
                newLimit,
                newStop,
                tif,
                account,
                outsideRth,
                key,
                timeout);
    }

    @Override
    public OrderRequest market() {
        return typed("MKT", null, null);
    }

    @Override
    public OrderRequest limit(BigDecimal price) {
        return typed("LMT", price, null);
    }

    @Override
    public OrderRequest stop(BigDecimal price) {
        return typed("STP", null, price);
    }

    private OrderDraft with(String newTif, String newAccount, boolean newOutsideRth, String newKey) {
        return new OrderDraft(
                connection,
                action,
                quantity,
                instrument,
                orderType,
                limit,
                stop,
                newTif,
                newAccount,
                newOutsideRth,
                newKey,
                timeout);
    }

    @Override
    public OrderRequest day() {
        return with("DAY", account, outsideRth, key);
    }

    @Override
    public OrderRequest goodTillCancelled() {
        return with("GTC", account, outsideRth, key);
    }

    @Override
    public OrderRequest account(String account) {
        return with(tif, Words.printable("account", account), outsideRth, key);
    }

    @Override
    public OrderRequest outsideRegularHours(boolean allowed) {
        return with(tif, account, allowed, key);
    }

    @Override
    public OrderRequest key(String key) {
        return with(tif, account, outsideRth, Words.printable("key", key));
    }

    @Override
    public OrderHandle place() {
        Instrument what = instrument;
        if (what == null) {
            throw new IllegalStateException("the order names no instrument: call of(instrument)");
        }
        if (orderType.isEmpty()) {
            throw new IllegalStateException("the order has no type: call market(), limit(price) or stop(price)");
        }
        String name = key.isEmpty() ? "mainstay-" + UUID.randomUUID() : key;
        Order order = Order.builder()
                .action(action)
                .totalQuantity(quantity)
                .orderType(orderType)
                .lmtPrice(limit)
                .auxPrice(stop)
                .tif(tif)
                .account(accountOrOnly())
                .orderRef(name)
                .outsideRth(outsideRth)
                .transmit(true)
                .exemptCode(NO_EXEMPTION)
                .displaySize(0)
                .discretionaryAmt(BigDecimal.ZERO)
                .peggedChangeAmount(BigDecimal.ZERO)
                .referenceChangeAmount(BigDecimal.ZERO)
                .build();
        return connection.orders().place(name, !key.isEmpty(), what.contract(), order, timeout);
    }

    private String accountOrOnly() {
        if (!account.isEmpty()) {
            return account;
        }
        List<String> accounts = connection.accounts();
        if (accounts.size() != 1) {
            throw new IllegalStateException(
                    "the order names no account, and this login has " + accounts.size() + ": call account(name)");
        }
        return accounts.getFirst();
    }
}
