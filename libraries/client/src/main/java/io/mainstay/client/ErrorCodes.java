package io.mainstay.client;

import java.util.Locale;

/** What IB's error numbers do to the request or the order that they come for. */
final class ErrorCodes {
    static final int PACING = 100;
    static final int HISTORICAL_SERVICE = 162;
    static final int NO_SECURITY = 200;
    static final int ORDER_REJECTED = 201;
    static final int ORDER_CANCELLED = 202;
    static final int CLIENT_ID_IN_USE = 326;
    static final int PACING_VIOLATION = 420;
    static final int NOT_CONNECTED = 504;
    static final int LINK_LOST = 1100;
    static final int LINK_BACK_DATA_LOST = 1101;
    static final int LINK_BACK = 1102;
    static final int LINK_BROKEN = 2110;

    /** Pairs of first and last number, ascending: the order with this id does not live. */
    private static final int[] REJECTS = {
        103, 103, 106, 107, 109, 111, 113, 122, 125, 126, 129, 129, 132, 133, 140, 142, 144, 148, 151, 160, 163, 163,
        167, 168, 200, 201, 203, 203, 303, 303, 308, 308, 311, 313, 315, 315, 320, 323, 325, 325, 328, 328, 332, 343,
        345, 353, 355, 356, 358, 364, 367, 380, 382, 383, 387, 398, 400, 403, 405, 406, 408, 410, 412, 413, 415, 419,
        421, 421, 423, 429, 432, 437, 439, 450, 460, 460, 463, 463, 10_000, 10_003, 10_005, 10_015, 10_020, 10_027,
        10_032, 10_032, 10_052, 10_052, 10_058, 10_058, 10_149, 10_149, 10_234, 10_237, 10_240, 10_240, 10_243, 10_254,
        10_268, 10_270, 10_286, 10_287, 10_289, 10_294, 10_296, 10_298, 10_300, 10_307, 10_312, 10_312, 10_314, 10_319,
        10_321, 10_321, 10_324, 10_325, 10_330, 10_330, 10_336, 10_336, 10_340, 10_340, 10_342, 10_345,
    };

    private ErrorCodes() {}

    /** Whether an error under a request's id is its last word. Numbers that are not known here end it. */
    static boolean endsRequest(int code, String text) {
        return switch (code) {
            case PACING, 165, 202, 300, 310, 316, 317, 365, 366, 399, 2_102 -> false;
            case 10_089, 10_091 -> !offersDelayedData(text);
            case 10_090, 10_167, 10_197 -> false;
            case 2_101, 2_188 -> true;
            default -> code != LINK_BACK && code != LINK_BACK_DATA_LOST && (code < 2_100 || code > 2_199);
        };
    }

    private static boolean offersDelayedData(String text) {
        return text.toLowerCase(Locale.ROOT).contains("delayed market data is available");
    }

    /** Whether an error under an order's id means that the order does not live. Unknown numbers do not. */
    static boolean rejectsOrder(int code) {
        for (int i = 0; i < REJECTS.length; i += 2) {
            if (code >= REJECTS[i] && code <= REJECTS[i + 1]) {
                return true;
            }
        }
        return false;
    }

    static boolean isLink(int code) {
        return code == LINK_LOST || code == LINK_BACK || code == LINK_BACK_DATA_LOST || code == LINK_BROKEN;
    }

    static boolean isLinkDown(int code) {
        return code == LINK_LOST || code == LINK_BROKEN;
    }
}
