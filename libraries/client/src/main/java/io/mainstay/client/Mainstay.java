package io.mainstay.client;

import io.mainstay.protocol.message.Contract;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One program's share of the connection to a gateway.
 *
 * <p>Safe for use by several threads. Every call ends by its deadline, with an answer that is complete or with a {@link
 * MainstayException}: an empty list means that the gateway said "none", never that it said nothing. {@link #close}
 * leaves the worker and its gateway session alone.
 */
public interface Mainstay extends AutoCloseable {
    /** Connects as {@link ConnectOptions#fromEnvironment} says. */
    static Mainstay connect() {
        return connect(ConnectOptions.fromEnvironment());
    }

    /**
     * Attaches to the worker of the gateway endpoint, or starts it if there is none, and returns once accounts and order
     * ids are known.
     *
     * @throws MainstayException with the cause and what to do, at the latest when {@link
     *     ConnectOptions#connectTimeout()} has passed
     */
    static Mainstay connect(ConnectOptions options) {
        return Connector.connect(options);
    }

    /** How this program is connected. */
    ConnectionInfo connection();

    /** The accounts of the login, as the gateway named them when this session began. */
    List<String> accounts();

    /** Net liquidation, cash and the like, for all accounts. */
    AccountSummary accountSummary();

    /** Every position of every account, now. */
    Positions positions();

    /** The US stock with this symbol, routed SMART in USD. */
    default Instrument stock(String symbol) {
        return instrument(Contract.builder()
                .symbol(symbol)
                .secType("STK")
                .exchange("SMART")
                .currency("USD")
                .build());
    }

    /**
     * The one contract that a description means.
     *
     * @throws MainstayException.UnknownContract if it means none or several; it names candidates
     */
    Instrument instrument(Contract description);

    /** Every contract that a description means; none is an empty list. */
    List<Instrument> instruments(Contract description);

    /** Asks for historical bars. */
    BarsRequest bars(Instrument instrument);

    /** The present quote: what the gateway sends for a snapshot, or the first complete image. */
    Quote quote(Instrument instrument);

    /** A stream of quotes until it is closed. */
    Subscription<QuoteEvent> quotes(Instrument instrument);

    OrderRequest buy(BigDecimal quantity);

    OrderRequest sell(BigDecimal quantity);

    /** The working orders of this client id. */
    List<OpenOrderInfo> openOrders();

    /** Today's fills of this client id. */
    List<Fill> executions();

    /** What the gateway says to everybody, such as 1100 or 2104, from now on; the last known link state comes first. */
    Subscription<Notice> notices();

    /** The gateway's clock, by a round trip. */
    Instant currentTime();

    /** The same connection with another deadline for each request. */
    Mainstay withTimeout(Duration requestTimeout);

    @Override
    void close();
}
