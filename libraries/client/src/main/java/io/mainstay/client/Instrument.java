package io.mainstay.client;

import io.mainstay.protocol.message.Contract;
import java.math.BigDecimal;
import java.time.ZoneId;

/**
 * A contract that the gateway has confirmed.
 *
 * @param contract with its {@code conId}
 * @param minTick the price step
 * @param zone the exchange's
 * @param tradingHours when it trades at all
 * @param liquidHours its regular session
 */
public record Instrument(
        Contract contract,
        String longName,
        BigDecimal minTick,
        ZoneId zone,
        TradingSchedule tradingHours,
        TradingSchedule liquidHours) {
    public String symbol() {
        return contract.symbol();
    }

    public int conId() {
        return contract.conId();
    }
}
