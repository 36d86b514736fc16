package io.mainstay.runner.fake;

import io.mainstay.client.Fill;
import io.mainstay.client.Instrument;
import io.mainstay.client.OpenOrderInfo;
import io.mainstay.client.OrderHandle;
import io.mainstay.client.OrderRequest;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderState;
import io.mainstay.runner.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The orders of a {@link FakeGateway}: what was placed, and what a test lets become of it. */
public final class FakeOrders {
    public final List<Placed> placed = new CopyOnWriteArrayList<>();
    public final List<OpenOrderInfo> open = new CopyOnWriteArrayList<>();
    public final List<Fill> executions = new CopyOnWriteArrayList<>();

    /** What becomes of an order that is placed. */
    public volatile Function<Placed, Fate> fate = order -> Fate.filled(order, "100");

    /** Called as an order arrives, before anything else. */
    public volatile Runnable onPlace = () -> {};

    private final FakeClock clock;
    private final Map<String, Handle> byKey = new ConcurrentHashMap<>();

    FakeOrders(FakeClock clock) {
        this.clock = clock;
    }

    /** An order that has come. */
    public record Placed(Side side, BigDecimal quantity, Instrument instrument, String account, String key) {}

    /** What becomes of an order. */
    public record Fate(
            OrderHandle.Outcome outcome,
            String status,
            List<Fill> fills,
            @Nullable RuntimeException thrown) {
        public static Fate filled(Placed order, String price) {
            return new Fate(
                    new OrderHandle.Outcome.Acknowledged(77),
                    "Filled",
                    List.of(fill(order, "exec-" + order.key(), order.quantity(), price)),
                    null);
        }

        public static Fate rejected(int code, String reason) {
            return new Fate(new OrderHandle.Outcome.Rejected(code, reason), "Inactive", List.of(), null);
        }

        public static Fate inDoubt() {
            return new Fate(new OrderHandle.Outcome.InDoubt("sent, no word since"), "", List.of(), null);
        }

        public static Fate working(List<Fill> fills) {
            return new Fate(new OrderHandle.Outcome.Acknowledged(77), "Submitted", fills, null);
        }

        public static Fate throwing(RuntimeException e) {
            return new Fate(new OrderHandle.Outcome.InDoubt(""), "", List.of(), e);
        }
    }

    public static Fill fill(Placed order, String execId, BigDecimal quantity, String price) {
        return fill(order.instrument(), order.side(), order.account(), order.key(), execId, quantity, price);
    }

    public static Fill fill(
            Instrument instrument,
            Side side,
            String account,
            String key,
            String execId,
            BigDecimal quantity,
            String price) {
        return new Fill(
                execId,
                Instant.parse("2026-11-24T17:00:01Z"),
                account,
                instrument.contract(),
                5,
                77,
                key,
                side == Side.BUY ? "BOT" : "SLD",
                quantity,
                new BigDecimal(price),
                Optional.of(new BigDecimal("1.00")));
    }

    /** An order that the gateway says is working. */
    public static OpenOrderInfo working(Contract contract, String key) {
        return new OpenOrderInfo(
                5,
                contract,
                Order.builder().orderRef(key).build(),
                OrderState.builder().status("Submitted").build());
    }

    OrderRequest request(Side side, BigDecimal quantity) {
        return new Request(side, quantity, null, "", "", false);
    }

    List<OpenOrderInfo> open() {
        return List.copyOf(open);
    }

    List<Fill> executions() {
        return List.copyOf(executions);
    }

    private OrderHandle place(Placed order) {
        onPlace.run();
        return byKey.computeIfAbsent(order.key(), key -> {
            placed.add(order);
            Fate fate = this.fate.apply(order);
            if (fate.thrown() != null) {
                throw fate.thrown();
            }
            return new Handle(order, fate, clock.instant());
        });
    }

    private final class Request implements OrderRequest {
        private final Side side;
        private final BigDecimal quantity;
        private final @Nullable Instrument instrument;
        private final String account;
        private final String key;
        private final boolean market;

        Request(
                Side side,
                BigDecimal quantity,
                @Nullable Instrument instrument,
                String account,
                String key,
                boolean market) {
            this.side = side;
            this.quantity = quantity;
            this.instrument = instrument;
            this.account = account;
            this.key = key;
            this.market = market;
        }

        @Override
        public OrderRequest of(Instrument instrument) {
            return new Request(side, quantity, instrument, account, key, market);
        }

        @Override
        public OrderRequest market() {
            return new Request(side, quantity, instrument, account, key, true);
        }

        @Override
        public OrderRequest limit(BigDecimal price) {
            throw new UnsupportedOperationException("the runner places market orders");
        }

        @Override
        public OrderRequest stop(BigDecimal price) {
            throw new UnsupportedOperationException("the runner places market orders");
        }

        @Override
        public OrderRequest day() {
            return this;
        }

        @Override
        public OrderRequest goodTillCancelled() {
            throw new UnsupportedOperationException("the runner's orders end with the day");
        }

        @Override
        public OrderRequest account(String account) {
            return new Request(side, quantity, instrument, account, key, market);
        }

        @Override
        public OrderRequest outsideRegularHours(boolean allowed) {
            throw new UnsupportedOperationException("the runner trades in the regular session");
        }

        @Override
        public OrderRequest key(String key) {
            return new Request(side, quantity, instrument, account, key, market);
        }

        @Override
        public OrderHandle place() {
            if (instrument == null || account.isEmpty() || !market) {
                throw new IllegalStateException("instrument, type or account are missing");
            }
            return FakeOrders.this.place(new Placed(side, quantity, instrument, account, key));
        }
    }

    private static final class Handle implements OrderHandle {
        private final Placed order;
        private final Fate fate;
        private final Instant at;

        Handle(Placed order, Fate fate, Instant at) {
            this.order = order;
            this.fate = fate;
            this.at = at;
        }

        @Override
        public int orderId() {
            return 5;
        }

        @Override
        public String key() {
            return order.key();
        }

        @Override
        public Outcome outcome() {
            return fate.outcome();
        }

        @Override
        public String status() {
            return fate.status();
        }

        @Override
        public BigDecimal filled() {
            return fate.fills().stream().map(Fill::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        @Override
        public Optional<BigDecimal> averageFillPrice() {
            return fate.fills().stream().map(Fill::price).findFirst();
        }

        @Override
        public List<Fill> fills() {
            return fate.fills();
        }

        @Override
        public List<Event> log() {
            var events = new ArrayList<Event>();
            events.add(new Event(at, "PreSubmitted", ""));
            if (!fate.status().isEmpty()) {
                events.add(new Event(at, fate.status(), ""));
            }
            return events;
        }

        @Override
        public boolean done() {
            return List.of("Filled", "Inactive", "Cancelled").contains(fate.status());
        }

        @Override
        public boolean await(Duration within) {
            return done();
        }

        @Override
        public void cancel() {
            throw new UnsupportedOperationException("the runner cancels nothing");
        }
    }
}
