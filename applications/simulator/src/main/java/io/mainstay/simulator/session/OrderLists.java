package io.mainstay.simulator.session;

import io.mainstay.protocol.message.CompletedOrder;
import io.mainstay.protocol.message.CompletedOrdersEnd;
import io.mainstay.protocol.message.ExecDetailsEnd;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderState;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.value.TwsTime;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.order.Fill;
import io.mainstay.simulator.order.OrderBook;
import io.mainstay.simulator.order.OrderStatusName;
import io.mainstay.simulator.order.SimulatedOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The lists of orders and executions that clients ask for. */
final class OrderLists {
    /** As far back as TWS's trade log goes. */
    private static final int MOST_DAYS = 7;

    private static final Duration COMPLETED_ORDERS_TAKE = Duration.ofMillis(50);

    private final Gateway gateway;
    private final OrderBook book;
    private boolean fetchesCompleted;

    OrderLists(Gateway gateway, OrderBook book) {
        this.gateway = gateway;
        this.book = book;
    }

    /** Working orders and their status, for a client that has just come (back); nothing if it has none. */
    void pushWorking(Session s) {
        if (book.alive().stream().anyMatch(order -> belongsTo(order, s))) {
            open(s, false);
        }
    }

    void open(Session s, boolean ofEverybody) {
        for (SimulatedOrder order : book.alive()) {
            if ((ofEverybody || belongsTo(order, s)) && order.status() != OrderStatusName.ApiPending) {
                s.send(OrderEcho.openOrder(order));
                s.send(OrderEcho.status(order));
            }
        }
        s.send(new OpenOrderEnd());
    }

    private static boolean belongsTo(SimulatedOrder order, Session s) {
        return order.clientId() == s.requireClientId();
    }

    /**
     * Orders that have ended today, once they have been fetched. A gateway fetches them for one client at a time: whoever
     * asks meanwhile gets no answer.
     */
    void completed(Session s, boolean apiOnly) {
        if (!fetchesCompleted) {
            fetchesCompleted = true;
            gateway.agenda().at(gateway.now().plus(COMPLETED_ORDERS_TAKE), () -> {
                fetchesCompleted = false;
                sendCompleted(s, apiOnly);
            });
        }
    }

    private void sendCompleted(Session s, boolean apiOnly) {
        Instant midnight = midnight();
        for (SimulatedOrder order : book.all()) {
            Instant ended = order.endedAt();
            if (ended != null && !ended.isBefore(midnight) && !(apiOnly && order.isManual())) {
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

    /** Executions since midnight or of the days asked for, of every client unless one is named, and what each cost. */
    void executions(Session s, ReqExecutions m) {
        Predicate<LocalDate> days = days(m);
        List<Fill> fills = book.fills().stream()
                .filter(fill -> days.test(day(fill.time())) && matches(fill, m))
                .toList();
        fills.forEach(fill -> s.send(OrderEcho.execution(fill, m.reqId(), s.version())));
        fills.forEach(fill -> s.send(OrderEcho.commission(fill)));
        s.send(new ExecDetailsEnd(m.reqId()));
    }

    /** Today, unless other days are asked for, which requests can do from version 200 on; at most a week back. */
    private Predicate<LocalDate> days(ReqExecutions m) {
        LocalDate today = day(gateway.now());
        LocalDate oldest = today.minusDays(MOST_DAYS - 1);
        if (!m.specificDates().isEmpty()) {
            return day -> !day.isBefore(oldest) && m.specificDates().contains(Integer.valueOf(TwsTime.format(day)));
        }
        Integer days = m.lastNDays();
        int wanted = days == null ? 1 : Math.clamp(days, 1, MOST_DAYS);
        return day -> day.isAfter(today.minusDays(wanted));
    }

    private static LocalDate day(Instant time) {
        return time.atZone(Instrument.ZONE).toLocalDate();
    }

    private Instant midnight() {
        return gateway.now()
                .atZone(Instrument.ZONE)
                .toLocalDate()
                .atStartOfDay(Instrument.ZONE)
                .toInstant();
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
}
