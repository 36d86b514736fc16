package io.mainstay.protocol.error;

import java.util.Locale;

/**
 * One error code and what follows from it.
 *
 * @param kind {@link ErrorKind#UNKNOWN} if the catalogue does not have the code; then the rest is what its range lets
 *     expect
 * @param meaning what happened, in one or two sentences
 * @param advice what to do about it
 */
public record ErrorCode(
        int code, ErrorKind kind, Severity severity, ErrorScope scope, Ends ends, String meaning, String advice) {

    /** Whether the catalogue has the code. */
    public boolean known() {
        return kind != ErrorKind.UNKNOWN;
    }

    /** Whether the code alone tells that the request whose id it comes under is over. */
    public boolean endsRequest() {
        return switch (ends) {
            case REQUEST, STREAM, ORDER, EITHER, CONNECTION -> true;
            case NOTHING, CHANGE, BY_TEXT -> false;
        };
    }

    /** Whether the request whose id it comes under is over, as far as code and text tell. */
    public boolean endsRequest(String text) {
        return ends == Ends.BY_TEXT
                ? !text.toLowerCase(Locale.ROOT).contains("delayed market data is available")
                : endsRequest();
    }

    /**
     * Whether the order whose id it comes under does not live, if the order was not known to live before. About an order
     * that works, it speaks of a change or cancel.
     */
    public boolean endsOrder() {
        return ends == Ends.ORDER || ends == Ends.EITHER;
    }

    /** Whether, under no id, it may refuse a request that has none. */
    public boolean mayRefuseUnnamedRequest() {
        return (scope == ErrorScope.SESSION || kind == ErrorKind.API_PROTOCOL || kind == ErrorKind.ACCOUNT)
                && kind != ErrorKind.CLIENT_LOCAL
                && (ends == Ends.REQUEST || ends == Ends.EITHER);
    }

    /** Whether it tells that the gateway's link to IB is lost or back. */
    public boolean isLink() {
        return kind == ErrorKind.CONNECTIVITY && scope == ErrorScope.GATEWAY;
    }

    /** Whether it tells that the gateway has no link to IB. */
    public boolean isLinkDown() {
        return code == ErrorCatalogue.LINK_LOST || code == ErrorCatalogue.LINK_DOWN;
    }
}
