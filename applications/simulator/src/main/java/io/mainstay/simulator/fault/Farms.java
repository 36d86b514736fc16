package io.mainstay.simulator.fault;

import java.util.List;

/** The data farms and what a gateway tells of them. */
public final class Farms {
    /** Those for quotes. */
    public static final List<String> MARKET = List.of("usfarm.nj", "usfarm");

    /** The one for history. */
    public static final String HISTORY = "ushmds";

    /** The one for contracts. */
    public static final String DEFINITIONS = "secdefil";

    static final String ALL = "all";
    static final int OK = 0;
    static final int BROKEN = 1;
    static final int INACTIVE = 2;
    static final int CONNECTING = 3;

    private Farms() {}

    static String parse(Value value) {
        return value.word(0, List.of(ALL, "market", "history", "definitions"));
    }

    /** Tells everybody of some farms; kinds of farms for which there is no such notice are left out. */
    static void tell(Levers gateway, String which, int state) {
        if (which.equals(ALL) || which.equals("market")) {
            int code = List.of(2104, 2103, 2108, 2119).get(state);
            String text = List.of(
                            "Market data farm connection is OK:",
                            "Market data farm connection is broken:",
                            "Market data farm connection is inactive but should be available upon demand.",
                            "Market data farm is connecting:")
                    .get(state);
            MARKET.forEach(farm -> gateway.tellAll(code, text + farm));
        }
        if ((which.equals(ALL) || which.equals("history")) && state != CONNECTING) {
            int code = List.of(2106, 2105, 2107).get(state);
            String text = List.of(
                            "HMDS data farm connection is OK:",
                            "HMDS data farm connection is broken:",
                            "HMDS data farm connection is inactive but should be available upon demand.")
                    .get(state);
            gateway.tellAll(code, text + HISTORY);
        }
        if ((which.equals(ALL) || which.equals("definitions")) && state <= BROKEN) {
            gateway.tellAll(
                    state == OK ? 2158 : 2157,
                    "Sec-def data farm connection is " + (state == OK ? "OK:" : "broken:") + DEFINITIONS);
        }
    }
}
