package io.mainstay.simulator.account;

import io.mainstay.simulator.market.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An account's value at one moment, in US dollars, by the rules of a simple margin account: a quarter of each position in
 * stocks, 8 percent of what a future stands for and the whole of an option's premium are initial and maintenance margin, buying power is four times the funds not bound by it.
 */
public record Valuation(
        BigDecimal cash,
        BigDecimal stockValue,
        BigDecimal grossValue,
        BigDecimal margin,
        BigDecimal unrealizedPnl,
        BigDecimal realizedPnl,
        BigDecimal dailyPnl) {
    private static final BigDecimal MARGIN_SHARE = new BigDecimal("0.25");
    private static final BigDecimal FUTURE_MARGIN = new BigDecimal("0.08");

    private static final BigDecimal LEVERAGE = BigDecimal.valueOf(4);

    /** Values an account at the prices of the moment. */
    public static Valuation of(Account account, Prices prices) {
        BigDecimal value = BigDecimal.ZERO;
        BigDecimal gross = BigDecimal.ZERO;
        BigDecimal margin = BigDecimal.ZERO;
        BigDecimal unrealized = BigDecimal.ZERO;
        BigDecimal realized = BigDecimal.ZERO;
        BigDecimal daily = BigDecimal.ZERO;
        for (Position position : account.positions()) {
            BigDecimal rate = prices.usdPer(position.instrument().currency());
            BigDecimal price = prices.last(position.instrument()).orElse(position.averageCost());
            BigDecimal gain = unrealized(position, price).multiply(rate);
            BigDecimal worth = worth(position, price).multiply(rate);
            value = value.add(position.instrument().isFuture() ? gain : worth);
            gross = gross.add(worth.abs());
            margin = margin.add(worth.abs().multiply(marginShare(position.instrument())));
            unrealized = unrealized.add(gain);
            realized = realized.add(position.realizedPnl());
            daily = daily.add(daily(position, price, prices).multiply(rate));
        }
        return new Valuation(account.cash(), value, gross, margin, unrealized, realized, daily.add(realized));
    }

    /** What share of a position's value is bound as margin: an option's premium whole. */
    public static BigDecimal marginShare(Instrument instrument) {
        return instrument.isOption() ? BigDecimal.ONE : instrument.isFuture() ? FUTURE_MARGIN : MARGIN_SHARE;
    }

    /** What a position is worth at a price, in the instrument's currency; of a future, what it stands for. */
    public static BigDecimal worth(Position position, BigDecimal price) {
        return position.quantity()
                .multiply(price)
                .multiply(position.instrument().multiplier());
    }

    /** The profit that closing a position at a price would bring, in the instrument's currency. */
    public static BigDecimal unrealized(Position position, BigDecimal price) {
        return price.subtract(position.averageCost())
                .multiply(position.quantity())
                .multiply(position.instrument().multiplier());
    }

    /** What a position gained since the close before, in the instrument's currency. */
    public static BigDecimal daily(Position position, BigDecimal price, Prices prices) {
        BigDecimal before = prices.previousClose(position.instrument()).orElse(price);
        return price.subtract(before)
                .multiply(position.quantity())
                .multiply(position.instrument().multiplier());
    }

    public BigDecimal netLiquidation() {
        return cash.add(stockValue);
    }

    public BigDecimal availableFunds() {
        return netLiquidation().subtract(margin());
    }

    /** The account's amounts under IB's tags, in the order that gateways send summaries: by name. */
    public Map<String, String> amounts() {
        String available = money(availableFunds());
        String margin = money(margin());
        String net = money(netLiquidation());
        String total = money(cash);
        var amounts = new LinkedHashMap<String, String>();
        amounts.put("AccruedCash", "0.00");
        amounts.put("AvailableFunds", available);
        amounts.put("BuyingPower", money(availableFunds().max(BigDecimal.ZERO).multiply(LEVERAGE)));
        amounts.put("EquityWithLoanValue", net);
        amounts.put("ExcessLiquidity", available);
        amounts.put("FullAvailableFunds", available);
        amounts.put("FullExcessLiquidity", available);
        amounts.put("FullInitMarginReq", margin);
        amounts.put("FullMaintMarginReq", margin);
        amounts.put("GrossPositionValue", money(grossValue));
        amounts.put("InitMarginReq", margin);
        amounts.put("LookAheadAvailableFunds", available);
        amounts.put("LookAheadExcessLiquidity", available);
        amounts.put("LookAheadInitMarginReq", margin);
        amounts.put("LookAheadMaintMarginReq", margin);
        amounts.put("MaintMarginReq", margin);
        amounts.put("NetLiquidation", net);
        amounts.put("PreviousDayEquityWithLoanValue", money(netLiquidation().subtract(dailyPnl)));
        amounts.put("RegTEquity", net);
        amounts.put("RegTMargin", margin);
        amounts.put("ReqTEquity", net);
        amounts.put("ReqTMargin", margin);
        amounts.put("SMA", available);
        amounts.put("SettledCash", total);
        amounts.put("TotalCashValue", total);
        return amounts;
    }

    /** What share of the account could still be lost before its margin is not covered. */
    public String cushion() {
        return netLiquidation().signum() <= 0
                ? "0"
                : availableFunds()
                        .divide(netLiquidation(), 6, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** How many times the account's value its positions are worth. */
    public String leverage() {
        return netLiquidation().signum() <= 0
                ? "0.00"
                : grossValue.divide(netLiquidation(), 2, RoundingMode.HALF_UP).toPlainString();
    }

    /** An amount as gateways write it, in cents. */
    public static String money(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
