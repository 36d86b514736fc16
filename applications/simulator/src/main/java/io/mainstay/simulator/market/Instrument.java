package io.mainstay.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.Optional;

/**
 * One thing that can be traded, as the gateway describes it.
 *
 * @param basePrice where the seeded prices hover
 * @param annualVolatility of the seeded prices, 0.25 being 25 percent
 * @param averageDailyVolume shares in a seeded session; 0 where volume is not reported
 * @param derivative what an option or future is made of; absent for everything else
 */
public record Instrument(
        int conId,
        String symbol,
        String secType,
        String primaryExchange,
        String currency,
        String localSymbol,
        String tradingClass,
        String longName,
        String industry,
        String category,
        String subcategory,
        String stockType,
        String isin,
        BigDecimal basePrice,
        double annualVolatility,
        long averageDailyVolume,
        BigDecimal minTick,
        Optional<Derivative> derivative) {

    /** The zone of every calendar the simulator knows. */
    public static final ZoneId ZONE = ZoneId.of("America/New_York");

    /** The same zone under the name that the gateway writes. */
    public static final String ZONE_ID = "US/Eastern";

    public boolean isCash() {
        return secType.equals("CASH");
    }

    public boolean isOption() {
        return secType.equals("OPT");
    }

    public boolean isFuture() {
        return secType.equals("FUT");
    }

    public boolean isIndex() {
        return secType.equals("IND");
    }

    /** How many units of what is priced one contract stands for. */
    public BigDecimal multiplier() {
        return derivative.map(Derivative::multiplier).orElse(BigDecimal.ONE);
    }

    /** Where an order goes unless it says otherwise. */
    public String defaultExchange() {
        return isCash() || isFuture() || isIndex() ? primaryExchange : "SMART";
    }

    public TradingCalendar calendar() {
        return switch (secType) {
            case "CASH" -> TradingCalendar.FOREX;
            case "FUT" -> TradingCalendar.INDEX_FUTURES;
            case "OPT" -> TradingCalendar.US_OPTIONS;
            default -> TradingCalendar.US_EQUITIES;
        };
    }

    /** A price on this instrument's grid. */
    public BigDecimal onGrid(double price) {
        return ticks(Math.round(price / minTick.doubleValue()));
    }

    BigDecimal ticks(long count) {
        BigDecimal price = minTick.multiply(BigDecimal.valueOf(count));
        return isCash() ? price : price.setScale(2, RoundingMode.HALF_UP);
    }

    public boolean isOnGrid(BigDecimal price) {
        return price.remainder(minTick).signum() == 0;
    }
}
