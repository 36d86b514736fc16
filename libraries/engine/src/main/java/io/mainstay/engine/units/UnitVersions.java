package io.mainstay.engine.units;

/** The versions from which on a gateway means something else by the same fields. */
final class UnitVersions {
    /** Bit 1 of a price's mask says that it is past a limit. */
    static final int PAST_LIMIT = 109;

    /** Contract details tell in how many shares sizes are counted, until {@link #SIZE_RULES}. */
    static final int SIZE_MULTIPLIER = 110;

    /** Bars do not say any more whether they have gaps. */
    static final int NO_GAPS = 124;

    /** Bit 2 of a price's mask says that the market has not opened. */
    static final int PRE_OPEN = 132;

    /** Quotes, books, ticks and five-second bars of US stocks are in shares. */
    static final int MARKET_DATA_IN_SHARES = 159;

    /** Sizes may be fractions; at this version alone contract details tell the smallest step of a size. */
    static final int FRACTIONS = 163;

    /** Contract details tell the least size and its steps. */
    static final int SIZE_RULES = 164;

    /** There are ticks of prices at which a stock is first sold. */
    static final int IPO_PRICES = 172;

    /** Times name their zone. */
    static final int ZONES = 174;

    /** Historical bars and ticks of US stocks are in shares. */
    static final int HISTORY_IN_SHARES = 175;

    /** Open orders are in protobuf, which has no place for the allocation of shares. */
    static final int PROTOBUF_ORDERS = 203;

    /** A time in UTC ends in Z. */
    static final int UTC_MARK = 214;

    /** A day's volume of US stocks is in shares. */
    static final int VOLUME_IN_SHARES = 220;

    /** The size of a stock's last trade may be a fraction. */
    static final int FRACTIONAL_LAST_SIZES = 222;

    /** There are ticks of quotes of less than a lot. */
    static final int ODD_LOT_QUOTES = 225;

    /** The newest of all: from here on nothing differs. */
    static final int NEWEST = ODD_LOT_QUOTES;

    private UnitVersions() {}

    /** Whether something that changed at a version is one thing for one side and another for the other. */
    static boolean differ(int one, int other, int since) {
        return one < since != other < since;
    }
}
