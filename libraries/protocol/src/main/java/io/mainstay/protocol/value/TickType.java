package io.mainstay.protocol.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tick tells. A number that IB adds later is a tick type too, whose name says only its number. Read from {@code
 * tick-types.txt} when it is looked up.
 *
 * @param name IB's, such as {@code DELAYED_BID}
 * @param message the message that carries it, such as {@code 1 TICK_PRICE}; empty if unknown
 * @param genericTick the number in a quote request that asks for it; empty if it comes unasked
 * @param live the live tick type's number if this is its delayed form; otherwise its own number
 * @param known whether the number is written down
 */
public record TickType(int number, String name, String message, String genericTick, int live, boolean known) {
    public static final int BID_SIZE = 0;
    public static final int BID = 1;
    public static final int ASK = 2;
    public static final int ASK_SIZE = 3;
    public static final int LAST = 4;
    public static final int LAST_SIZE = 5;
    public static final int HIGH = 6;
    public static final int LOW = 7;
    public static final int VOLUME = 8;
    public static final int CLOSE = 9;
    public static final int OPEN = 14;
    public static final int LAST_TIMESTAMP = 45;
    public static final int HALTED = 49;

    /** What is known of a number; never fails. */
    public static TickType of(int number) {
        if (number < 0 || number >= Types.SEEN.length) {
            return unknown(number);
        }
        TickType seen = Types.SEEN[number];
        return seen == null ? Types.look(number) : seen;
    }

    /** Every tick type that is written down, by number. */
    public static List<TickType> all() {
        return Types.TABLE.rows().stream().map(Types::read).toList();
    }

    private static TickType unknown(int number) {
        return new TickType(number, "UNKNOWN_" + number, "", "", number, false);
    }

    /** Whether it is the delayed form of another. */
    public boolean delayed() {
        return live != number;
    }

    /** Loaded with the first look-up. */
    private static final class Types {
        private static final int COLUMNS = 5;
        private static final int MOST = 1_000;

        static final Table TABLE = Table.of(TickType.class, "tick-types.txt", COLUMNS);

        /** What was looked up before. Threads that race make equal records, so that it does not matter whose stays. */
        static final @Nullable TickType[] SEEN = new @Nullable TickType[MOST];

        static TickType look(int number) {
            List<String> row = TABLE.row(Integer.toString(number));
            TickType found = row == null ? unknown(number) : read(row);
            SEEN[number] = found;
            return found;
        }

        static TickType read(List<String> row) {
            int number = Integer.parseInt(row.getFirst());
            int live = row.get(4).isEmpty() ? number : Integer.parseInt(row.get(4));
            return new TickType(number, row.get(1), row.get(2), row.get(3), live, true);
        }
    }
}
