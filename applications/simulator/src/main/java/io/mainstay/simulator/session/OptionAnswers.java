package io.mainstay.simulator.session;

import io.mainstay.protocol.message.CalculateImpliedVolatility;
import io.mainstay.protocol.message.CalculateOptionPrice;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.TickOptionComputation;
import io.mainstay.simulator.market.BlackScholes;
import io.mainstay.simulator.market.Derivative;
import io.mainstay.simulator.market.DerivativeMarket;
import io.mainstay.simulator.market.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What an option is worth at a volatility, and which volatility explains a price. Answered at once, nothing runs. */
final class OptionAnswers {
    /** The tick of computations that a client has asked for. */
    private static final int CUST_OPTION_COMPUTATION = 53;

    private static final int PRICE_BASED = 1;

    private final Gateway gateway;
    private final Contracts contracts;

    OptionAnswers(Gateway gateway, Contracts contracts) {
        this.gateway = gateway;
        this.contracts = contracts;
    }

    void impliedVolatility(Session s, CalculateImpliedVolatility m) {
        BigDecimal price = m.optionPrice();
        BigDecimal under = m.underPrice();
        option(s, m.reqId(), m.contract()).ifPresent(i -> {
            if (!isPositive(price) || under == null || !isPositive(under)) {
                invalid(s, m.reqId(), "the price of the option and of the underlying must be above 0");
                return;
            }
            Derivative d = i.derivative().orElseThrow();
            var terms = d.option().orElseThrow();
            OptionalDouble volatility = BlackScholes.impliedVolatility(
                    Objects.requireNonNull(price).doubleValue(),
                    under.doubleValue(),
                    terms.strike().doubleValue(),
                    DerivativeMarket.yearsLeft(d, gateway.now()),
                    terms.call());
            if (volatility.isEmpty()) {
                invalid(s, m.reqId(), "no volatility explains that price");
                return;
            }
            s.send(computed(m.reqId(), CUST_OPTION_COMPUTATION, i, volatility.getAsDouble(), under, gateway.now()));
        });
    }

    void optionPrice(Session s, CalculateOptionPrice m) {
        BigDecimal volatility = m.volatility();
        BigDecimal under = m.underPrice();
        option(s, m.reqId(), m.contract()).ifPresent(i -> {
            if (volatility == null || !isPositive(volatility) || under == null || !isPositive(under)) {
                invalid(s, m.reqId(), "volatility and the price of the underlying must be above 0");
                return;
            }
            s.send(computed(m.reqId(), CUST_OPTION_COMPUTATION, i, volatility.doubleValue(), under, gateway.now()));
        });
    }

    /** The computation that goes with an option at a volatility and a price of its underlying. */
    static TickOptionComputation computed(
            int reqId, int tickType, Instrument option, double volatility, BigDecimal under, Instant at) {
        Derivative d = option.derivative().orElseThrow();
        var terms = d.option().orElseThrow();
        BlackScholes value = BlackScholes.of(
                under.doubleValue(),
                terms.strike().doubleValue(),
                DerivativeMarket.yearsLeft(d, at),
                volatility,
                terms.call());
        return new TickOptionComputation(
                reqId,
                tickType,
                PRICE_BASED,
                rounded(volatility),
                rounded(value.delta()),
                rounded(value.price()),
                BigDecimal.ZERO,
                rounded(value.gamma()),
                rounded(value.vega()),
                rounded(value.theta()),
                under);
    }

    private Optional<Instrument> option(Session s, int id, Contract contract) {
        Optional<Instrument> found = contracts.single(s, id, contract);
        if (found.isPresent() && !found.get().isOption()) {
            invalid(s, id, "the contract is no option");
            return Optional.empty();
        }
        return found;
    }

    private static boolean isPositive(@Nullable BigDecimal value) {
        return value != null && value.signum() > 0;
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(8, RoundingMode.HALF_UP);
    }

    private static void invalid(Session s, int id, String cause) {
        s.error(id, 321, "Error validating request.-'bP' : cause - " + cause);
    }
}
