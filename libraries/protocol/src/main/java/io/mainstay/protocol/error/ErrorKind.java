package io.mainstay.protocol.error;

/** The classes of error codes. */
public enum ErrorKind {
    ACCOUNT,
    ADVISOR,
    ALGO_ORDER,
    API_PROTOCOL,
    CLIENT_LOCAL,
    COMBO_ORDER,
    CONDITIONAL_ORDER,
    CONFIGURATION,
    CONNECTIVITY,
    CONTRACT,
    DATA_FARM,
    DESKTOP_INTERFACE,
    FUNDAMENTALS,
    HISTORICAL,
    MARKET_DATA,
    MARKET_DEPTH,
    NEWS_AND_CALENDAR,
    ORDER_CANCEL,
    ORDER_MODIFY,
    ORDER_REJECT,
    ORDER_WARNING,
    PACING,
    SCALE_ORDER,
    SCANNER,
    SESSION,
    TWS_WARNING,
    /** Of a code that the catalogue does not have. */
    UNKNOWN,
    VOLATILITY_ORDER
}
