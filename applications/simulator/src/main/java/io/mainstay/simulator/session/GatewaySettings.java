package io.mainstay.simulator.session;

import io.mainstay.simulator.market.MarketHours;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * How the gateway is set up.
 *
 * @param serverVersion the newest version it speaks
 * @param accounts their codes, the first one is the default of orders
 * @param initialCashUsd of each account
 * @param hours what it says about trading hours
 * @param readOnly whether it refuses orders (error 321)
 * @param pushOpenOrdersFirst whether a client with working orders gets them before its accounts, as newer builds do
 * @param fillDelay between the acknowledgement of an order and its first fill, and between fills
 * @param mostSharesPerFill larger orders fill in several executions
 * @param marketDataLines how many quotes a session may have at once
 * @param masterClientId the client that is told of every client's orders; absent if there is none
 * @param greetingDeadline how long a connection may be silent before it is ended
 * @param startDeadline how long a greeted one may take for START_API
 */
public record GatewaySettings(
        int serverVersion,
        List<String> accounts,
        BigDecimal initialCashUsd,
        MarketHours hours,
        boolean readOnly,
        boolean pushOpenOrdersFirst,
        Duration fillDelay,
        BigDecimal mostSharesPerFill,
        int marketDataLines,
        OptionalInt masterClientId,
        Duration greetingDeadline,
        Duration startDeadline) {
    public GatewaySettings {
        accounts = List.copyOf(accounts);
    }
}
