package io.mainstay.engine.units;

import static io.mainstay.engine.units.UnitVersions.FRACTIONAL_LAST_SIZES;
import static io.mainstay.engine.units.UnitVersions.HISTORY_IN_SHARES;
import static io.mainstay.engine.units.UnitVersions.MARKET_DATA_IN_SHARES;
import static io.mainstay.engine.units.UnitVersions.VOLUME_IN_SHARES;

import io.mainstay.protocol.message.HistoricalBar;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataUpdate;
import io.mainstay.protocol.message.HistoricalTicksBidAsk;
import io.mainstay.protocol.message.HistoricalTicksLast;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.RealtimeBar;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqHistoricalTicks;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqRealTimeBars;
import io.mainstay.protocol.message.ReqTickByTickData;
import io.mainstay.protocol.message.TickByTick;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.TickString;
import io.mainstay.protocol.message.UpdateMktDepth;
import io.mainstay.protocol.message.UpdateMktDepthL2;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Market data of a US stock as another version counts it: in lots of a hundred or in shares. What is offered is counted in
 * whole lots, what was traded to the nearest one. Stateless.
 *
 * @param from the version of the gateway that counted
 * @param to the version of the client that reads
 */
@SuppressWarnings("ReferenceEquality") // the very number: then nothing was counted in another way
record StockSizes(int from, int to) {
    private static final BigDecimal LOT = BigDecimal.valueOf(100);
    private static final int TRADES = 48;
    private static final int REPORTED_TRADES = 77;
    private static final int TRADE_SIZE_PART = 1;
    private static final int TRADE_VOLUME_PART = 3;

    /** Whether an answer to a request would be counted in another way. */
    boolean differ(Outgoing start) {
        return switch (start) {
            case ReqMktData m -> crosses(MARKET_DATA_IN_SHARES) || crosses(VOLUME_IN_SHARES) || lastSizesDiffer();
            case ReqTickByTickData m ->
                crosses(MARKET_DATA_IN_SHARES)
                        || lastSizesDiffer()
                        || m.numberOfTicks() != 0 && crosses(HISTORY_IN_SHARES);
            case ReqMktDepth m -> crosses(MARKET_DATA_IN_SHARES);
            case ReqRealTimeBars m -> crosses(MARKET_DATA_IN_SHARES);
            case ReqHistoricalData m -> crosses(HISTORY_IN_SHARES);
            case ReqHistoricalTicks m -> crosses(HISTORY_IN_SHARES);
            default -> false;
        };
    }

    /** The message as it would be at the other version; the very message where nothing differs. */
    Incoming of(Incoming message) {
        return switch (message) {
            case TickPrice m -> {
                BigDecimal size = tick(m.tickType(), m.size());
                yield size == m.size() ? m : new TickPrice(m.reqId(), m.tickType(), m.price(), size, m.attrMask());
            }
            case TickSize m -> {
                BigDecimal size = tick(m.tickType(), m.size());
                yield size == m.size() ? m : new TickSize(m.reqId(), m.tickType(), size);
            }
            case TickString m -> {
                boolean trades = m.tickType() == TRADES || m.tickType() == REPORTED_TRADES;
                yield trades ? trades(m) : m;
            }
            case TickByTick m -> Resized.ticks(m, this::lastSize, this::offered);
            case UpdateMktDepth m -> Resized.row(m, this::offered);
            case UpdateMktDepthL2 m -> Resized.row(m, this::offered);
            case RealtimeBar m -> Resized.bar(m, volume -> nearestLot(volume, MARKET_DATA_IN_SHARES));
            case HistoricalData m ->
                crosses(HISTORY_IN_SHARES)
                        ? new HistoricalData(
                                m.reqId(),
                                m.startDate(),
                                m.endDate(),
                                m.bars().stream().map(this::bar).toList())
                        : m;
            case HistoricalDataUpdate m -> {
                BigDecimal volume = nearestLot(m.volume(), HISTORY_IN_SHARES);
                yield volume == m.volume()
                        ? m
                        : new HistoricalDataUpdate(
                                m.reqId(),
                                m.barCount(),
                                m.date(),
                                m.open(),
                                m.close(),
                                m.high(),
                                m.low(),
                                m.wap(),
                                volume);
            }
            case HistoricalTicksLast m -> crosses(HISTORY_IN_SHARES) ? trades(m) : m;
            case HistoricalTicksBidAsk m -> crosses(HISTORY_IN_SHARES) ? offers(m) : m;
            default -> message;
        };
    }

    private @Nullable BigDecimal tick(int tickType, @Nullable BigDecimal size) {
        return switch (tickType) {
            // Bid, ask and last, each as a price with its size and as a size alone, live and delayed.
            case 0, 1, 2, 3, 66, 67, 69, 70 -> wholeLots(size, MARKET_DATA_IN_SHARES);
            case 4, 5, 68, 71 -> lastSize(size);
            // The day's volume, live and delayed, and the average one.
            case 8, 21, 74 -> wholeLots(size, VOLUME_IN_SHARES);
            default -> size;
        };
    }

    /** A trade of less than a share is told as one of one share to who can't read fractions, for there was a trade. */
    private @Nullable BigDecimal lastSize(@Nullable BigDecimal size) {
        BigDecimal counted = wholeLots(size, MARKET_DATA_IN_SHARES);
        if (counted == null || counted.signum() <= 0 || !lastSizesDiffer() || isWhole(counted)) {
            return counted;
        }
        return counted.setScale(0, RoundingMode.HALF_UP).max(BigDecimal.ONE);
    }

    /** A text of price, size, time, the day's volume, average price and a mark, with semicolons between them. */
    private TickString trades(TickString m) {
        if (!crosses(MARKET_DATA_IN_SHARES) && !crosses(VOLUME_IN_SHARES) && !lastSizesDiffer()) {
            return m;
        }
        String[] parts = m.value().split(";", -1);
        if (parts.length <= TRADE_VOLUME_PART) {
            return m;
        }
        BigDecimal size = number(parts[TRADE_SIZE_PART]);
        BigDecimal volume = number(parts[TRADE_VOLUME_PART]);
        parts[TRADE_SIZE_PART] = text(size, lastSize(size), parts[TRADE_SIZE_PART]);
        parts[TRADE_VOLUME_PART] = text(volume, wholeLots(volume, VOLUME_IN_SHARES), parts[TRADE_VOLUME_PART]);
        return new TickString(m.reqId(), m.tickType(), String.join(";", parts));
    }

    private static @Nullable BigDecimal number(String text) {
        try {
            return text.isEmpty() ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            // Not a size: told as it came.
            return null;
        }
    }

    private static String text(@Nullable BigDecimal before, @Nullable BigDecimal after, String otherwise) {
        return after == null || after == before ? otherwise : after.toPlainString();
    }

    private HistoricalBar bar(HistoricalBar bar) {
        return bar.toBuilder()
                .volume(nearestLot(bar.volume(), HISTORY_IN_SHARES))
                .build();
    }

    /** A trade of less than half a lot is told as one lot, as gateways do. */
    private HistoricalTicksLast trades(HistoricalTicksLast m) {
        return new HistoricalTicksLast(
                m.reqId(),
                m.ticks().stream()
                        .map(tick -> {
                            BigDecimal size = nearestLot(tick.size(), HISTORY_IN_SHARES);
                            boolean traded = tick.size() != null && tick.size().signum() > 0;
                            return tick.toBuilder()
                                    .size(size != null && traded ? size.max(BigDecimal.ONE) : size)
                                    .build();
                        })
                        .toList(),
                m.done());
    }

    private HistoricalTicksBidAsk offers(HistoricalTicksBidAsk m) {
        return new HistoricalTicksBidAsk(
                m.reqId(),
                m.ticks().stream()
                        .map(tick -> tick.toBuilder()
                                .sizeBid(nearestLot(tick.sizeBid(), HISTORY_IN_SHARES))
                                .sizeAsk(nearestLot(tick.sizeAsk(), HISTORY_IN_SHARES))
                                .build())
                        .toList(),
                m.done());
    }

    private @Nullable BigDecimal offered(@Nullable BigDecimal size) {
        return wholeLots(size, MARKET_DATA_IN_SHARES);
    }

    private @Nullable BigDecimal wholeLots(@Nullable BigDecimal size, int since) {
        return counted(size, since, RoundingMode.DOWN);
    }

    private @Nullable BigDecimal nearestLot(@Nullable BigDecimal size, int since) {
        return counted(size, since, RoundingMode.HALF_UP);
    }

    /** The size in the other unit; the very size where the unit is the same, there is none, or a mark stands for none. */
    private @Nullable BigDecimal counted(@Nullable BigDecimal size, int since, RoundingMode rounding) {
        if (size == null || size.signum() <= 0 || !crosses(since)) {
            return size;
        }
        return to < since ? size.divide(LOT, 0, rounding) : size.multiply(LOT);
    }

    private boolean crosses(int since) {
        return UnitVersions.differ(from, to, since);
    }

    private boolean lastSizesDiffer() {
        return from >= FRACTIONAL_LAST_SIZES && to < FRACTIONAL_LAST_SIZES;
    }

    private static boolean isWhole(BigDecimal size) {
        return size.stripTrailingZeros().scale() <= 0;
    }
}
