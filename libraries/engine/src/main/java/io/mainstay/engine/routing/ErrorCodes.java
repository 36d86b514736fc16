package io.mainstay.engine.routing;

import java.util.Set;

/** What TWS error codes mean for the request or session that they name. */
public final class ErrorCodes {
    public static final int CONNECTIVITY_LOST = 1100;
    public static final int RESTORED_DATA_LOST = 1101;
    public static final int RESTORED_DATA_KEPT = 1102;

    /** What a gateway tells a client that connects while its link to IB is down. */
    public static final int LINK_IS_DOWN = 2110;

    private static final int WARNINGS_FROM = 2100;
    private static final int WARNINGS_TO = 2199;

    /** Codes below the range of warnings and above it that leave what they name running. */
    private static final Set<Integer> HARMLESS = Set.of(
            -1, 100, 131, 136, 137, 161, 164, 165, 202, 317, 365, 366, 399, 404, 411, 481, 492, 501, 505, 1100, 1101,
            1102, 10018, 10019, 10089, 10090, 10091, 10147, 10148, 10167, 10185, 10197, 10233, 10239, 10288, 10310,
            10311, 10329, 10331, 10332, 10333, 10334, 10335, 10347, 10349);

    /** Codes in the range of warnings that end what they name all the same. */
    private static final Set<Integer> HARMFUL = Set.of(2100, 2101, 2188);

    private static final Set<Integer> FARM_CODES = Set.of(2103, 2104, 2105, 2106, 2107, 2108, 2119, 2157, 2158);

    private ErrorCodes() {}

    /** Whether the request that such an error names is over. */
    public static boolean endsRequest(int code) {
        if (code >= WARNINGS_FROM && code <= WARNINGS_TO) {
            return HARMFUL.contains(code);
        }
        return !HARMLESS.contains(code);
    }

    /** Whether the code tells the state of a data farm. */
    public static boolean aboutFarm(int code) {
        return FARM_CODES.contains(code);
    }

    /** Whether the code refuses or misses a request; such an error without an id may answer a request without one. */
    public static boolean refusesRequest(int code) {
        return code >= 300 && code <= 331 && code != 326 || code == 2101 || code == 435;
    }
}
