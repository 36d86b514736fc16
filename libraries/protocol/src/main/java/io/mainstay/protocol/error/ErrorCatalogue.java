package io.mainstay.protocol.error;

import io.mainstay.protocol.value.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The error codes of gateways and client libraries. Read from {@code error-codes.txt} when it is looked up.
 * The codes that programs themselves send or wait for have a name here.
 */
public final class ErrorCatalogue {
    public static final int PACING = 100;
    public static final int CHANGE_REFUSED = 105;
    public static final int HISTORICAL_SERVICE = 162;
    public static final int NO_SECURITY = 200;
    public static final int ORDER_REJECTED = 201;
    public static final int ORDER_CANCELLED = 202;
    public static final int REQUEST_UNREADABLE = 320;
    public static final int REQUEST_NOT_VALID = 321;
    public static final int REQUEST_FAILED = 322;
    public static final int CLIENT_ID_IN_USE = 326;
    public static final int ONLY_CLIENT_ZERO = 327;
    public static final int ORDER_WARNING = 399;
    public static final int PACING_VIOLATION = 420;
    public static final int NO_GATEWAY = 502;
    public static final int GATEWAY_TOO_OLD = 503;
    public static final int NOT_CONNECTED = 504;
    public static final int LINK_LOST = 1100;
    public static final int LINK_BACK_DATA_LOST = 1101;
    public static final int LINK_BACK = 1102;
    public static final int ACCOUNT_UPDATES_TAKEN = 2100;
    public static final int ACCOUNT_UPDATES_REFUSED = 2101;
    public static final int LINK_DOWN = 2110;
    public static final int PARENT_UNKNOWN = 10_006;
    public static final int NO_SUCH_ORDER = 10_147;
    public static final int ORDER_ID_NOT_ACCEPTABLE = 10_149;

    private static final String KIND = "kind";
    private static final int COLUMNS = 7;

    private ErrorCatalogue() {}

    /** What is known of a code; never fails, because gateways have codes that nobody has written down. */
    public static ErrorCode of(int code) {
        ErrorCode seen = Codes.SEEN.get(code);
        return seen == null ? Codes.look(code) : seen;
    }

    /** Every code that is written down, in ascending order. */
    public static List<ErrorCode> all() {
        return Codes.TABLE.rows().stream()
                .filter(row -> !row.getFirst().equals(KIND))
                .map(Codes::read)
                .toList();
    }

    /** IB keeps 1000 to 1999 for the system and 2100 to 2199 for warnings; what else is under an id is its last word. */
    private static ErrorCode unknown(int code) {
        boolean system = code >= 1_000 && code <= 1_999;
        boolean warning = code >= 2_100 && code <= 2_199;
        Ends ends = system || warning || code < 0 ? Ends.NOTHING : Ends.REQUEST;
        return new ErrorCode(
                code,
                ErrorKind.UNKNOWN,
                ends == Ends.NOTHING ? Severity.WARNING : Severity.ERROR,
                system ? ErrorScope.GATEWAY : ErrorScope.ANY,
                ends,
                "Mainstay does not know this code.",
                Codes.advice("unknown"));
    }

    /** Loaded with the first look-up. */
    private static final class Codes {
        static final Table TABLE = Table.of(ErrorCatalogue.class, "error-codes.txt", COLUMNS);

        /** The known codes that were looked up; what is unknown is not kept, because a peer chooses its number. */
        static final Map<Integer, ErrorCode> SEEN = new ConcurrentHashMap<>();

        static ErrorCode look(int code) {
            List<String> row = TABLE.row(Integer.toString(code));
            if (row == null) {
                return unknown(code);
            }
            ErrorCode known = read(row);
            SEEN.put(code, known);
            return known;
        }

        static ErrorCode read(List<String> row) {
            return new ErrorCode(
                    Integer.parseInt(row.getFirst()),
                    word(ErrorKind.class, row.get(1)),
                    word(Severity.class, row.get(2)),
                    word(ErrorScope.class, row.get(3)),
                    word(Ends.class, row.get(4)),
                    row.get(5),
                    row.get(6).isEmpty() ? advice(row.get(1)) : row.get(6));
        }

        static String advice(String kind) {
            List<String> row = TABLE.row(KIND + " | " + kind);
            if (row == null) {
                throw new IllegalStateException("error-codes.txt has no advice for the kind " + kind);
            }
            return row.get(2);
        }

        private static <E extends Enum<E>> E word(Class<E> type, String text) {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
