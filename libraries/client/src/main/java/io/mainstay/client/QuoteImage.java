package io.mainstay.client;

import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.MarketDataType;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.value.TickType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last known ticks of one request. A price of -1 or 0 whose size is 0 is IB's word for "no price" and makes the
 * price absent. Not safe for use by several threads.
 */
final class QuoteImage {
    private static final int BID = 0;
    private static final int ASK = 1;
    private static final int LAST = 2;
    private static final int HIGH = 3;
    private static final int LOW = 4;
    private static final int CLOSE = 5;
    private static final int OPEN = 6;
    private static final int VOLUME = 7;
    private static final int FIELDS = 8;

    private final @Nullable BigDecimal[] values = new @Nullable BigDecimal[FIELDS];
    private final @Nullable BigDecimal[] sizes = new @Nullable BigDecimal[LAST + 1];
    private Quote.DataType dataType = Quote.DataType.UNKNOWN;
    private Instant asOf = Instant.EPOCH;

    /** Takes a message; true if the image has changed. */
    boolean take(Incoming message, Instant now) {
        boolean changed = switch (message.messageId()) {
            case TickPrice.ID -> price((TickPrice) message);
            case TickSize.ID -> size((TickSize) message);
            case MarketDataType.ID -> type(((MarketDataType) message).marketDataType());
            default -> false;
        };
        if (changed) {
            asOf = now;
        }
        return changed;
    }

    /** Forgets everything: what comes next begins a new image. */
    void clear() {
        Arrays.fill(values, null);
        Arrays.fill(sizes, null);
    }

    /** Whether every price and the volume is known, so that nothing more is to be waited for. */
    boolean complete() {
        for (BigDecimal value : values) {
            if (value == null) {
                return false;
            }
        }
        return true;
    }

    Quote quote(Instrument instrument) {
        return new Quote(
                instrument,
                Optional.ofNullable(values[BID]),
                Optional.ofNullable(sizes[BID]),
                Optional.ofNullable(values[ASK]),
                Optional.ofNullable(sizes[ASK]),
                Optional.ofNullable(values[LAST]),
                Optional.ofNullable(sizes[LAST]),
                Optional.ofNullable(values[VOLUME]),
                Optional.ofNullable(values[OPEN]),
                Optional.ofNullable(values[HIGH]),
                Optional.ofNullable(values[LOW]),
                Optional.ofNullable(values[CLOSE]),
                dataType,
                asOf);
    }

    private boolean price(TickPrice tick) {
        TickType type = TickType.of(tick.tickType());
        int field = switch (type.live()) {
            case TickType.BID -> BID;
            case TickType.ASK -> ASK;
            case TickType.LAST -> LAST;
            case TickType.HIGH -> HIGH;
            case TickType.LOW -> LOW;
            case TickType.CLOSE -> CLOSE;
            case TickType.OPEN -> OPEN;
            default -> -1;
        };
        if (field < 0) {
            return false;
        }
        seenDelayed(type);
        BigDecimal price = isNone(tick.price(), tick.size()) ? null : tick.price();
        values[field] = price;
        if (field <= LAST) {
            sizes[field] = price == null ? null : tick.size();
        }
        return true;
    }

    private boolean size(TickSize tick) {
        TickType type = TickType.of(tick.tickType());
        int field = switch (type.live()) {
            case TickType.BID_SIZE -> BID;
            case TickType.ASK_SIZE -> ASK;
            case TickType.LAST_SIZE -> LAST;
            case TickType.VOLUME -> VOLUME;
            default -> -1;
        };
        if (field < 0) {
            return false;
        }
        seenDelayed(type);
        if (field == VOLUME) {
            BigDecimal volume = tick.size();
            values[VOLUME] = volume == null || volume.signum() < 0 ? null : volume;
        } else {
            sizes[field] = values[field] == null ? null : tick.size();
        }
        return true;
    }

    private boolean type(int number) {
        Quote.DataType[] known = Quote.DataType.values();
        dataType = number >= 1 && number < known.length ? known[number - 1] : Quote.DataType.UNKNOWN;
        return false;
    }

    private void seenDelayed(TickType type) {
        if (type.delayed() && dataType == Quote.DataType.UNKNOWN) {
            dataType = Quote.DataType.DELAYED;
        }
    }

    private static boolean isNone(@Nullable BigDecimal price, @Nullable BigDecimal size) {
        if (price == null) {
            return true;
        }
        boolean noSize = size == null || size.signum() == 0;
        return noSize && (price.signum() == 0 || price.compareTo(BigDecimal.ONE.negate()) == 0);
    }
}
