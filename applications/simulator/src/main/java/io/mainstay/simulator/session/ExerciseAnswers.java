package io.mainstay.simulator.session;

import io.mainstay.protocol.message.ExerciseOptions;
import io.mainstay.simulator.account.Account;
import io.mainstay.simulator.account.Account.Booking;
import io.mainstay.simulator.account.Position;
import io.mainstay.simulator.market.Derivative;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Instruments;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Instructions to exercise options or to let them lapse. They are taken without a word and carried out when the trading day
 * ends; the last one about an option counts.
 */
final class ExerciseAnswers {
    private static final int EXERCISE = 1;
    private static final int LAPSE = 2;

    private record Key(String account, int conId) {}

    private final Gateway gateway;
    private final Contracts contracts;
    private final Instruments instruments;
    private final AccountAnswers accounts;
    private final MarketPrices prices;
    /** What is carried out at the end of the day; at most one for each position. */
    private final Map<Key, Agenda.Planned> planned = new HashMap<>();

    ExerciseAnswers(
            Gateway gateway,
            Contracts contracts,
            Instruments instruments,
            AccountAnswers accounts,
            MarketPrices prices) {
        this.gateway = gateway;
        this.contracts = contracts;
        this.instruments = instruments;
        this.accounts = accounts;
        this.prices = prices;
    }

    void exercise(Session s, ExerciseOptions m) {
        Optional<Account> account = accounts.account(m.account());
        if (account.isEmpty()) {
            invalid(s, m, "Invalid account code '" + m.account() + "'.");
            return;
        }
        Optional<Instrument> found = contracts.single(s, m.reqId(), m.contract());
        if (found.isEmpty()) {
            return;
        }
        Instrument option = found.get();
        BigDecimal quantity = BigDecimal.valueOf(m.exerciseQuantity());
        if (!option.isOption()) {
            invalid(s, m, "the contract is no option");
        } else if ((m.exerciseAction() != EXERCISE && m.exerciseAction() != LAPSE) || m.exerciseQuantity() <= 0) {
            invalid(s, m, "an action of 1 or 2 and a quantity above 0 are needed");
        } else if (held(account.get(), option).compareTo(quantity) < 0) {
            refuse(
                    s,
                    m,
                    "No unlapsed position exists in this option in account "
                            + account.get().code());
        } else if (m.exerciseAction() == EXERCISE
                && m.override() != 1
                && gain(option).signum() == 0) {
            refuse(s, m, "The option is not in the money; exercising it needs the override");
        } else {
            plan(account.get(), option, m.exerciseAction() == EXERCISE ? quantity : BigDecimal.ZERO);
        }
    }

    private static BigDecimal held(Account account, Instrument option) {
        return account.position(option).map(Position::quantity).orElse(BigDecimal.ZERO);
    }

    /** What exercising one unit now would bring; 0 where that would be a loss. */
    private BigDecimal gain(Instrument option) {
        var terms = option.derivative().flatMap(Derivative::option).orElseThrow();
        BigDecimal spot = prices.last(underlying(option)).orElse(terms.strike());
        BigDecimal gain =
                terms.call() ? spot.subtract(terms.strike()) : terms.strike().subtract(spot);
        return gain.max(BigDecimal.ZERO);
    }

    private Instrument underlying(Instrument option) {
        return instruments
                .byConId(option.derivative().orElseThrow().underConId())
                .orElseThrow();
    }

    private void plan(Account account, Instrument option, BigDecimal quantity) {
        var key = new Key(account.code(), option.conId());
        Agenda.Planned before = planned.remove(key);
        if (before != null) {
            before.cancel();
        }
        if (quantity.signum() > 0) {
            Instant end = gateway.settings().hours().dayEnd(option, gateway.now(), false);
            planned.put(key, gateway.agenda().at(end, () -> {
                planned.remove(key);
                carryOut(account, option, quantity.min(held(account, option)));
            }));
        }
    }

    /** Options on an index bring money, others the underlying at the strike. */
    private void carryOut(Account account, Instrument option, BigDecimal quantity) {
        if (quantity.signum() <= 0) {
            return;
        }
        Instrument under = underlying(option);
        var terms = option.derivative().flatMap(Derivative::option).orElseThrow();
        BigDecimal price = under.isIndex() ? gain(option) : BigDecimal.ZERO;
        tell(account, account.trade(option, quantity.negate(), price, BigDecimal.ZERO, prices));
        if (!under.isIndex()) {
            BigDecimal shares = quantity.multiply(option.multiplier());
            tell(
                    account,
                    account.trade(
                            under, terms.call() ? shares : shares.negate(), terms.strike(), BigDecimal.ZERO, prices));
        }
    }

    private void tell(Account account, Booking booking) {
        accounts.traded(account, booking.position());
    }

    private static void refuse(Session s, ExerciseOptions m, String cause) {
        s.error(m.reqId(), 322, "Error processing request.-'bg' : cause - " + cause);
    }

    private static void invalid(Session s, ExerciseOptions m, String cause) {
        s.error(m.reqId(), 321, "Error validating request.-'bP' : cause - " + cause);
    }
}
