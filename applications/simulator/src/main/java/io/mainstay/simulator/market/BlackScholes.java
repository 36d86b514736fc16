package io.mainstay.simulator.market;

import java.util.OptionalDouble;

/**
 * The textbook value of a European option on something without dividends. Prices in the underlying's currency for one
 * unit, volatility as a yearly share, theta per day, vega per percent point. Stateless.
 */
public record BlackScholes(double price, double delta, double gamma, double vega, double theta) {
    /** The riskless yearly rate of the simulated world. */
    public static final double RATE = 0.04;

    private static final double DAYS = 365;
    private static final double HIGHEST_VOLATILITY = 10;

    /** Values an option; at or after expiry it is worth what exercising brings. */
    public static BlackScholes of(double spot, double strike, double years, double volatility, boolean call) {
        int side = call ? 1 : -1;
        if (years <= 0 || volatility <= 0) {
            double intrinsic = Math.max(0, side * (spot - strike));
            return new BlackScholes(intrinsic, intrinsic > 0 ? side : 0, 0, 0, 0);
        }
        double deviation = volatility * Math.sqrt(years);
        double d1 = (Math.log(spot / strike) + (RATE + volatility * volatility / 2) * years) / deviation;
        double d2 = d1 - deviation;
        double discounted = strike * Math.exp(-RATE * years);
        double density = Math.exp(-d1 * d1 / 2) / Math.sqrt(2 * Math.PI);
        return new BlackScholes(
                side * (spot * normal(side * d1) - discounted * normal(side * d2)),
                side * normal(side * d1),
                density / (spot * deviation),
                spot * density * Math.sqrt(years) / 100,
                (-spot * density * volatility / (2 * Math.sqrt(years)) - side * RATE * discounted * normal(side * d2))
                        / DAYS);
    }

    /** The volatility that explains a price; absent if none does. */
    public static OptionalDouble impliedVolatility(
            double price, double spot, double strike, double years, boolean call) {
        double low = 0.0001;
        double high = HIGHEST_VOLATILITY;
        boolean explained = years > 0
                && price >= of(spot, strike, years, low, call).price()
                && price <= of(spot, strike, years, high, call).price();
        if (!explained) {
            return OptionalDouble.empty();
        }
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (of(spot, strike, years, middle, call).price() < price) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return OptionalDouble.of((low + high) / 2);
    }

    /** The normal distribution, by the approximation of Abramowitz and Stegun (26.2.17), good to 1e-7. */
    private static double normal(double x) {
        if (x < 0) {
            return 1 - normal(-x);
        }
        double t = 1 / (1 + 0.2316419 * x);
        double sum = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return 1 - Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * sum;
    }
}
