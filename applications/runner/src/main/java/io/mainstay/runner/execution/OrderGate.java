package io.mainstay.runner.execution;

import io.mainstay.runner.model.Amounts;
import io.mainstay.runner.model.Book;
import io.mainstay.runner.model.Side;
import io.mainstay.runner.model.Times;
import io.mainstay.runner.risk.KillState;
import io.mainstay.runner.risk.KillSwitch;
import io.mainstay.runner.risk.Proposal;
import io.mainstay.runner.risk.RiskGuard;
import io.mainstay.runner.risk.Sizing;
import io.mainstay.runner.risk.Standing;
import io.mainstay.runner.risk.Verdict;
import io.mainstay.runner.settings.RiskLimits;
import io.mainstay.runner.settings.RunnerSettings;
import io.mainstay.runner.store.BookRows;
import io.mainstay.runner.store.OrderRow;
import io.mainstay.runner.store.OrderRows;
import io.mainstay.runner.store.OrderState;
import io.mainstay.runner.store.Transaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The one way to an order: everything that must hold is checked and the order is recorded in the same transaction, so
 * that two threads or two processes can't both find it allowed.
 */
final class OrderGate {
    private final RunnerSettings settings;
    private final RiskGuard guard;
    private final KillSwitch killSwitch;

    OrderGate(RunnerSettings settings, KillSwitch killSwitch) {
        this.settings = settings;
        this.guard = new RiskGuard(settings.risk());
        this.killSwitch = killSwitch;
    }

    /**
     * The book at this moment.
     *
     * @param position of the account, negative for short
     * @param held of it by the runner's own fills
     */
    record State(
            BigDecimal position,
            BigDecimal held,
            Optional<BigDecimal> equity,
            Optional<BigDecimal> dayStartEquity,
            BigDecimal cash,
            BigDecimal grossValue) {}

    /** The end of a check. */
    sealed interface Passage {
        /** The order is recorded as intended. */
        record Open(OrderRow order, BigDecimal increase, String note) implements Passage {}

        /** There is no order. */
        record Shut(Decision decision) implements Passage {}
    }

    Passage check(Transaction tx, Book book, Wish wish, State state, Instant now) {
        Optional<Decision> obstacle = obstacle(tx, book, wish);
        if (obstacle.isPresent()) {
            return shut(tx, wish, obstacle.get());
        }
        Standing standing = standing(tx, book, wish, state, now);
        if (standing.lost(settings.risk().maxDailyLossPct())) {
            killSwitch.engage(tx, now, "daily-loss", lossReason(state));
            standing = standing(tx, book, wish, state, now);
        }
        Sizing.Size size = size(wish, state, standing);
        if (size.shares().signum() == 0) {
            return shut(tx, wish, Decision.none(Decision.Kind.HOLD, size.reason()));
        }
        Verdict verdict = guard.judge(
                new Proposal(wish.side(), size.shares(), wish.price().price()), standing);
        return switch (verdict) {
            case Verdict.Refused refused ->
                shut(
                        tx,
                        wish,
                        new Decision(
                                Decision.Kind.LIMITED,
                                refused.reason(),
                                Optional.empty(),
                                refused.limit().endsInStop() ? Decision.STOPPED : 0));
            case Verdict.Allowed allowed -> open(tx, book, wish, allowed, size, now);
        };
    }

    private static Passage shut(Transaction tx, Wish wish, Decision decision) {
        tx.signals().decision(wish.signalId(), decision.kind().name(), decision.reason(), OptionalLong.empty());
        return new Passage.Shut(decision);
    }

    private Passage open(Transaction tx, Book book, Wish wish, Verdict.Allowed allowed, Sizing.Size size, Instant now) {
        OrderRow order = tx.orders()
                .intend(
                        new OrderRow.New(
                                wish.key(book),
                                wish.runId(),
                                book,
                                wish.instrument().conId(),
                                wish.instrument().symbol(),
                                wish.side(),
                                allowed.quantity(),
                                wish.price().price(),
                                allowed.increase().multiply(wish.price().price()),
                                wish.strategy(),
                                wish.barStart(),
                                wish.reason(),
                                settings.gateway().clientId(),
                                Times.tradingDay(now)),
                        now);
        String note = allowed.cut().isEmpty() ? size.reason() : "less: " + allowed.cut();
        return new Passage.Open(order, allowed.increase(), note);
    }

    /** An order that exists already and stands in the way. */
    private static Optional<Decision> obstacle(Transaction tx, Book book, Wish wish) {
        OrderRows orders = tx.orders();
        Optional<OrderRow> underWay = orders.underWay(book, wish.instrument().conId());
        if (underWay.isPresent()) {
            OrderRow order = underWay.get();
            boolean working = order.state() == OrderState.WORKING;
            return Optional.of(new Decision(
                    working ? Decision.Kind.WORKING : Decision.Kind.IN_DOUBT,
                    "order " + order.key() + " of this symbol is " + (working ? "under way" : "in doubt")
                            + "; nothing new before it is done",
                    Optional.of(OrderLines.of(tx, order, "gateway")),
                    working ? 0 : Decision.DEADLINE));
        }
        return orders.byKey(book, wish.key(book))
                .map(order -> new Decision(
                        Decision.Kind.ALREADY_ORDERED,
                        "this bar's order exists already and is " + order.state(),
                        Optional.of(OrderLines.of(tx, order, "")),
                        0));
    }

    private Standing standing(Transaction tx, Book book, Wish wish, State state, Instant now) {
        LocalDate day = Times.tradingDay(now);
        OrderRows.DayCount today = tx.orders().day(book, day);
        RiskLimits limits = settings.risk();
        Optional<Instant> lastIncrease = tx.orders()
                .lastIncrease(
                        book,
                        wish.instrument().conId(),
                        wish.side(),
                        now.minus(limits.duplicateWindow()),
                        now.plus(limits.duplicateWindow()))
                .map(OrderRow::createdAt);
        KillState kill = killSwitch.state(tx);
        return new Standing(
                state.position(),
                state.equity(),
                state.dayStartEquity(),
                state.grossValue(),
                openPositions(tx, book),
                today.orders(),
                today.increaseNotional(),
                lastIncrease,
                kill);
    }

    /** Contracts held, and those with an order under way that may come to be held. */
    private static int openPositions(Transaction tx, Book book) {
        var contracts = new HashSet<Integer>();
        for (BookRows.PositionRow position : tx.books().positions(book)) {
            contracts.add(position.conId());
        }
        for (OrderRow order : tx.orders().underWay(book)) {
            contracts.add(order.conId());
        }
        return contracts.size();
    }

    private Sizing.Size size(Wish wish, State state, Standing standing) {
        if (wish.exit()) {
            return exitSize(wish.side(), state);
        }
        if (standing.equity().isEmpty()) {
            // The guard refuses it with the reason; a size it needs not.
            return new Sizing.Size(BigDecimal.ONE, "");
        }
        return Sizing.open(
                wish.side(),
                standing.equity().get(),
                settings.risk().maxPositionPct(),
                wish.price().price(),
                state.cash(),
                settings.paper().commission());
    }

    /** What the runner holds, but never more than the account does: somebody may have closed it by hand. */
    private static Sizing.Size exitSize(Side side, State state) {
        BigDecimal held = state.held();
        if (held.signum() == 0 || Side.against(held) != side) {
            return new Sizing.Size(BigDecimal.ZERO, "there is nothing to close");
        }
        if (state.position().signum() != held.signum()) {
            return new Sizing.Size(
                    BigDecimal.ZERO,
                    "the runner bought or sold " + Amounts.plain(held)
                            + ", but the account no longer holds them; nothing to close");
        }
        return new Sizing.Size(held.abs().min(state.position().abs()), "");
    }

    private String lossReason(State state) {
        return "equity " + state.equity().map(Amounts::money).orElse("?") + " against "
                + state.dayStartEquity().map(Amounts::money).orElse("?") + " at the day's start, limit "
                + Amounts.percent(settings.risk().maxDailyLossPct());
    }
}
