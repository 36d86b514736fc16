package io.mainstay.protocol.error;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The error codes of gateways and client libraries. Read from {@code error-codes.txt} when the first code is looked up.
 * The codes that programs themselves send or wait for have a name here.
 */
public final class ErrorCatalogue {
    public static final int PACING = 100;
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

    private static final String RESOURCE = "error-codes.txt";
    private static final int COLUMNS = 7;

    private ErrorCatalogue() {}

    /** What is known of a code; never fails, because gateways have codes that nobody has written down. */
    public static ErrorCode of(int code) {
        ErrorCode known = Table.CODES.get(code);
        return known == null ? unknown(code) : known;
    }

    /** Every code that is written down, in ascending order. */
    public static List<ErrorCode> all() {
        return Table.CODES.values().stream()
                .sorted((a, b) -> Integer.compare(a.code(), b.code()))
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
                Table.ADVICE.getOrDefault(ErrorKind.UNKNOWN, ""));
    }

    /** Loaded with the first look-up. */
    private static final class Table {
        static final Map<ErrorKind, String> ADVICE = new EnumMap<>(ErrorKind.class);
        static final Map<Integer, ErrorCode> CODES = new HashMap<>(1024);

        static {
            try (InputStream in = ErrorCatalogue.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException(RESOURCE + " is missing beside " + ErrorCatalogue.class);
                }
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.isEmpty() && line.charAt(0) != '#') {
                        take(line);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void take(String line) {
            List<String> row = row(line);
            if (row.getFirst().equals("kind")) {
                ADVICE.put(word(ErrorKind.class, row.get(1)), row.get(2));
                return;
            }
            if (row.size() != COLUMNS) {
                throw new IllegalStateException(
                        RESOURCE + " has a line that is not of " + COLUMNS + " columns: " + line);
            }
            ErrorKind kind = word(ErrorKind.class, row.get(1));
            String advice = row.get(6).isEmpty() ? ADVICE.get(kind) : row.get(6);
            if (advice == null) {
                throw new IllegalStateException(RESOURCE + " has no advice for the kind " + kind);
            }
            int code = Integer.parseInt(row.getFirst());
            @Nullable
            ErrorCode before = CODES.put(
                    code,
                    new ErrorCode(
                            code,
                            kind,
                            word(Severity.class, row.get(2)),
                            word(ErrorScope.class, row.get(3)),
                            word(Ends.class, row.get(4)),
                            row.get(5),
                            advice));
            if (before != null) {
                throw new IllegalStateException(RESOURCE + " has code " + code + " twice");
            }
        }

        private static List<String> row(String line) {
            var row = new ArrayList<String>(COLUMNS);
            int from = 0;
            while (from <= line.length()) {
                int bar = line.indexOf('|', from);
                int to = bar < 0 ? line.length() : bar;
                row.add(line.substring(from, to).strip());
                from = to + 1;
            }
            return row;
        }

        private static <E extends Enum<E>> E word(Class<E> type, String text) {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
