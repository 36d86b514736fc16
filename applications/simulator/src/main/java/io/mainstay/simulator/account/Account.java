package io.mainstay.simulator.account;

import io.mainstay.simulator.market.Instrument;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One account's cash, in US dollars, and positions. Positions are bounded by the instruments that exist. */
public final class Account {
    /** What comes of a trade besides the position. */
    public record Booking(Position position, Optional<BigDecimal> realizedPnl) {}

    private final String code;
    private final Map<Integer, Position> positions = new LinkedHashMap<>();
    private BigDecimal cash;

    public Account(String code, BigDecimal cash) {
        this.code = code;
        this.cash = cash;
    }

    public String code() {
        return code;
    }

    public BigDecimal cash() {
        return cash;
    }

    /** Every position since the start, closed ones included. */
    public List<Position> positions() {
        return List.copyOf(positions.values());
    }

    public Optional<Position> position(Instrument instrument) {
        return Optional.ofNullable(positions.get(instrument.conId()));
    }

    /** Puts a position into the account that was bought before anybody watched; cash stays as it is. */
    public void endow(Instrument instrument, BigDecimal quantity, BigDecimal averageCost) {
        positions.put(instrument.conId(), new Position(instrument, quantity, averageCost, BigDecimal.ZERO));
    }

    /**
     * Books a trade. A future costs nothing when it is bought and brings its profit in cash when it is closed.
     *
     * @param quantity negative for a sale
     * @param commissionUsd what the trade cost
     * @return the position now, and the profit if the trade closed any of it
     */
    public Booking trade(
            Instrument instrument, BigDecimal quantity, BigDecimal price, BigDecimal commissionUsd, Prices prices) {
        Position old = position(instrument)
                .orElse(new Position(instrument, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO));
        BigDecimal rate = prices.usdPer(instrument.currency()).multiply(instrument.multiplier());
        cash = cash.subtract(commissionUsd);
        if (!instrument.isFuture()) {
            cash = cash.subtract(quantity.multiply(price).multiply(rate));
        }
        BigDecimal now = old.quantity().add(quantity);
        boolean closes = old.quantity().signum() * quantity.signum() < 0;
        if (!closes) {
            BigDecimal cost = old.quantity()
                    .abs()
                    .multiply(old.averageCost())
                    .add(quantity.abs().multiply(price));
            BigDecimal average = cost.divide(now.abs(), MathContext.DECIMAL64);
            return booked(new Position(instrument, now, average, old.realizedPnl()), Optional.empty());
        }
        BigDecimal closed = old.quantity().abs().min(quantity.abs());
        BigDecimal gain = price.subtract(old.averageCost())
                .multiply(closed)
                .multiply(BigDecimal.valueOf(old.quantity().signum()))
                .multiply(rate);
        if (instrument.isFuture()) {
            cash = cash.add(gain);
        }
        BigDecimal profit = gain.subtract(commissionUsd);
        boolean turned = now.signum() == quantity.signum();
        BigDecimal average = now.signum() == 0 ? BigDecimal.ZERO : turned ? price : old.averageCost();
        return booked(new Position(instrument, now, average, old.realizedPnl().add(profit)), Optional.of(profit));
    }

    /**
     * Takes a corrected price for a trade that was booked: the cash becomes right, and the cost of what is still held of it.
     *
     * @param quantity negative for a sale
     */
    public void correct(
            Instrument instrument, BigDecimal quantity, BigDecimal oldPrice, BigDecimal newPrice, Prices prices) {
        Position held = position(instrument)
                .orElseThrow(() -> new IllegalArgumentException("nothing of " + instrument.symbol() + " was traded"));
        BigDecimal change = quantity.multiply(newPrice.subtract(oldPrice));
        boolean opened = held.quantity().signum() == quantity.signum();
        BigDecimal usd = change.multiply(prices.usdPer(instrument.currency())).multiply(instrument.multiplier());
        if (!instrument.isFuture() || !opened) {
            cash = cash.subtract(usd);
        }
        positions.put(
                instrument.conId(),
                opened
                        ? new Position(
                                instrument,
                                held.quantity(),
                                held.averageCost().add(change.divide(held.quantity(), MathContext.DECIMAL64)),
                                held.realizedPnl())
                        : new Position(
                                instrument,
                                held.quantity(),
                                held.averageCost(),
                                held.realizedPnl().subtract(usd)));
    }

    private Booking booked(Position position, Optional<BigDecimal> profit) {
        positions.put(position.instrument().conId(), position);
        return new Booking(position, profit);
    }
}
