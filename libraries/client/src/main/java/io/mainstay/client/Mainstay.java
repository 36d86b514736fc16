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
 * MainstayException}: an empty list means that the gateway said "none", never that it said nothing. A call that is
 * interrupted is cancelled at the gateway and throws {@link MainstayException.Interrupted}.
 *
 * <p>A connection has one life: when it is lost, everything under way ends at once with {@link
 * MainstayException.Disconnected}, orders under way are {@link OrderHandle.Outcome.InDoubt}, and so does every later
 * call; connect again, which costs milliseconds while the worker runs. {@link #close} leaves the shared worker and its
 * gateway session alone, ends a private one in order, and waits for both.
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
     *     ConnectOptions#connectTimeout()} has passed; the orderly end of a private worker may take some seconds more
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

    /** Every position of every account, now; a position that was closed today is none. */
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
     * The one contract that a description means, remembered for some hours.
     *
     * @throws MainstayException.UnknownContract if it means none or several; it names candidates
     */
    Instrument instrument(Contract description);

    /** Every contract that a description means; none is an empty list. */
    List<Instrument> instruments(Contract description);

    /** Asks for historical bars. */
    BarsRequest bars(Instrument instrument);

    /**
     * The present quote: what the gateway sends for a snapshot, or the first complete image. A gateway takes up to 11
     * seconds to say that it has no more. Where live data is not subscribed or the market is closed the gateway is
     * allowed to fall back to delayed and frozen data: look at {@link Quote#dataType} before trading on it.
     */
    Quote quote(Instrument instrument);

    /**
     * A stream of quotes until it is closed, with the same fall-back as {@link #quote}. It outlives a lost link between
     * gateway and IB, which shows as a {@link QuoteEvent.Gap}; it ends with the connection.
     */
    Subscription<QuoteEvent> quotes(Instrument instrument);

    OrderRequest buy(BigDecimal quantity);

    OrderRequest sell(BigDecimal quantity);

    /** The working orders of this client id. */
    List<OpenOrderInfo> openOrders();

    /** Today's fills of this client id, each once, with the commissions that have come. */
    List<Fill> executions();

    /** What the gateway says to everybody, such as 1100 or 2104, from now on; the last known link state comes first. */
    Subscription<Notice> notices();

    /**
     * The gateway's clock, in whole seconds, by a round trip that callers at the same moment share. Without a worker two
     * round trips are at least 4.5 seconds apart, because a gateway leaves closer ones unanswered.
     */
    Instant currentTime();

    /** The same connection with another deadline for each request. */
    Mainstay withTimeout(Duration requestTimeout);

    @Override
    void close();
}
