package io.mainstay.simulator.session;

import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.value.TwsTime;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.TradingCalendar;
import io.mainstay.simulator.order.OrderTypes;
import io.mainstay.simulator.order.Timing;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from an order's time in force and dates when it works. Stateless but for the gateway's time. */
final class OrderTiming {
    private static final Set<String> TIMES_IN_FORCE = Set.of("DAY", "GTC", "IOC", "FOK", "GTD", "OPG");
    private static final Pattern DAY_ALONE = Pattern.compile("(\\d{8})");

    private final Gateway gateway;

    OrderTiming(Gateway gateway) {
        this.gateway = gateway;
    }

    OrderChecks.@Nullable Refusal refusal(Order order) {
        String tif = order.tif();
        if (tif.isEmpty()) {
            return new OrderChecks.Refusal(10052, "Invalid time in force:");
        }
        boolean fits = switch (tif) {
            case "OPG" -> order.orderType().equals("MKT") || order.orderType().equals("LMT");
            case "IOC", "FOK" -> !OrderTypes.isForAuction(order);
            default -> true;
        };
        if (!TIMES_IN_FORCE.contains(tif) || !fits) {
            return new OrderChecks.Refusal(
                    111, "The TIF (Time In Force) value " + tif + " and the order type are incompatible.");
        }
        boolean dated = tif.equals("GTD");
        boolean wrongEnd = dated && date(order.goodTillDate()).isEmpty();
        boolean wrongStart =
                !order.goodAfterTime().isEmpty() && date(order.goodAfterTime()).isEmpty();
        if (wrongEnd || wrongStart) {
            return new OrderChecks.Refusal(
                    391,
                    "The time or time-zone entered is invalid. The correct format is yyyymmdd hh:mm:ss xxx where yyyymmdd"
                            + " and xxx are optional. E.g.: 20031126 15:59:00 EST");
        }
        return dated && !date(order.goodTillDate()).orElseThrow().isAfter(gateway.now())
                ? new OrderChecks.Refusal(
                        201, "Order rejected - reason:The good till date " + order.goodTillDate() + " has passed")
                : null;
    }

    /** When an order that is not refused works. */
    Timing of(Instrument instrument, Order order) {
        Instant now = gateway.now();
        Instant from = date(order.goodAfterTime()).orElse(null);
        Instant start = from != null && from.isAfter(now) ? from : now;
        if (OrderTypes.isForAuction(order)) {
            TradingCalendar calendar = instrument.calendar();
            var session = calendar.currentOrNext(start);
            boolean opens = order.tif().equals("OPG");
            if (opens && !session.open().isAfter(start)) {
                session = calendar.currentOrNext(session.close());
            }
            return new Timing(from, null, opens ? session.open() : session.close());
        }
        Instant until = switch (order.tif()) {
            case "GTD" -> date(order.goodTillDate()).orElse(null);
            case "DAY" -> gateway.settings().hours().dayEnd(instrument, start, worksOutsideHours(instrument, order));
            default -> null;
        };
        return new Timing(from, until, null);
    }

    /** Whether an order executes in the hours around the regular ones, too: only what has a limit does. */
    static boolean worksOutsideHours(Instrument instrument, Order order) {
        boolean limited =
                OrderTypes.hasLimit(order.orderType()) || order.orderType().equals("TRAIL LIMIT");
        return order.outsideRth() && (limited || instrument.isFuture());
    }

    /** A day alone means its end in New York. */
    private static Optional<Instant> date(String text) {
        Matcher day = DAY_ALONE.matcher(text);
        return WireTime.parse(day.matches() ? text + " 23:59:59" : text).map(TwsTime::instant);
    }
}
