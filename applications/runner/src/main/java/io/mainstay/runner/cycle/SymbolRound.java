package io.mainstay.runner.cycle;

import io.mainstay.client.Bars;
import io.mainstay.client.Instrument;
import io.mainstay.client.Mainstay;
import io.mainstay.client.MainstayException;
import io.mainstay.client.Quote;
import io.mainstay.runner.execution.Decision;
import io.mainstay.runner.execution.Desk;
import io.mainstay.runner.execution.ReferencePrice;
import io.mainstay.runner.execution.Wish;
import io.mainstay.runner.model.Side;
import io.mainstay.runner.model.Times;
import io.mainstay.runner.report.SymbolReport;
import io.mainstay.runner.settings.RunnerSettings;
import io.mainstay.runner.store.RunnerStore;
import io.mainstay.runner.store.SignalRows;
import io.mainstay.runner.store.Transaction;
import io.mainstay.runner.strategy.Signal;
import io.mainstay.runner.strategy.SmaCross;
import io.mainstay.runner.strategy.Strategy;
import io.mainstay.runner.strategy.StrategyInput;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One symbol's part of a round: contract, bars, signal, decision, record. Runs on a thread of its own. */
final class SymbolRound {
    private final RunnerSettings settings;
    private final RunnerStore store;
    private final Mainstay gateway;
    private final Desk desk;
    private final Strategy strategy;
    private final InstrumentCache instruments;
    private final MarketClock clock;
    private final long runId;

    SymbolRound(
            RunnerSettings settings,
            RunnerStore store,
            Mainstay gateway,
            Desk desk,
            Strategy strategy,
            InstrumentCache instruments,
            MarketClock clock,
            long runId) {
        this.settings = settings;
        this.store = store;
        this.gateway = gateway;
        this.desk = desk;
        this.strategy = strategy;
        this.instruments = instruments;
        this.clock = clock;
        this.runId = runId;
    }

    /** Never throws: what goes wrong is in the report, and what was known before it too. */
    SymbolReport run(String symbol) {
        var found = new Found(symbol);
        try {
            look(found);
        } catch (MainstayException.NoData none) {
            found.signal = Signal.hold("the gateway has no bars: " + none.getMessage());
            found.decision = Decision.none(Decision.Kind.HOLD, "no data");
        } catch (RuntimeException e) {
            found.failure = Optional.of(Failures.of(e));
        }
        return found.report();
    }

    private void look(Found found) {
        Instrument instrument = instruments.get(found.symbol);
        found.instrument = Optional.of(instrument);
        Bars bars = fetch(instrument);
        Instant now = clock.get();
        found.bars = bars.all();
        List<Bars.Bar> complete = complete(bars.all(), now);
        if (!complete.isEmpty()) {
            found.signalBar = Optional.of(complete.getLast().start());
        }
        Signal signal = evaluate(found.symbol, complete);
        found.signal = signal;
        Step step = store.transact(tx -> step(tx, instrument, bars.all(), complete, signal, now));
        instruments.saved(instrument, bars.all());
        found.decision = switch (step) {
            case Step.Done done -> done.decision();
            case Step.Order order -> trade(instrument, bars.all().getLast(), complete.getLast(), order);
        };
    }

    /** What comes after bars and signal are recorded. */
    private sealed interface Step {
        record Done(Decision decision) implements Step {}

        record Order(Side side, boolean exit, String reason, long signalId) implements Step {}
    }

    private Step step(
            Transaction tx,
            Instrument instrument,
            List<Bars.Bar> bars,
            List<Bars.Bar> complete,
            Signal signal,
            Instant now) {
        record(tx, instrument, bars, complete, now);
        Plan plan = Plan.of(signal, desk.held(tx, instrument.conId()), settings.shortSelling());
        Optional<Decision> end = end(instrument, complete, plan, now);
        Optional<Instant> signalBar = complete.isEmpty()
                ? Optional.empty()
                : Optional.of(complete.getLast().start());
        if (end.isPresent() && !instruments.noteworthy(instrument, signalBar, end.get())) {
            return new Step.Done(end.get());
        }
        long signalId = tx.signals()
                .signal(new SignalRows.SignalRow(
                        runId,
                        now,
                        desk.book(),
                        instrument.conId(),
                        instrument.symbol(),
                        strategy.name(),
                        signalBar,
                        signal.action().name(),
                        signal.reason(),
                        inputs(signal)));
        if (end.isPresent()) {
            Decision decision = end.get();
            tx.signals().decision(signalId, decision.kind().name(), decision.reason(), OptionalLong.empty());
            return new Step.Done(decision);
        }
        return new Step.Order(plan.side().orElseThrow(), plan.exit(), plan.reason(), signalId);
    }

    /** The decision, where it needs no order. */
    private Optional<Decision> end(Instrument instrument, List<Bars.Bar> complete, Plan plan, Instant now) {
        if (plan.side().isEmpty()) {
            return Optional.of(Decision.none(Decision.Kind.HOLD, plan.reason()));
        }
        TradingHours hours = TradingHours.of(instrument, now);
        if (!hours.open()) {
            return Optional.of(Decision.none(Decision.Kind.MARKET_CLOSED, hours.sentence()));
        }
        Instant lastEnd = complete.getLast().start().plus(barLength());
        if (!plan.exit() && settings.universe().barSize().intraday() && hours.stale(lastEnd, barLength(), now)) {
            return Optional.of(Decision.none(
                    Decision.Kind.STALE_DATA,
                    "the last complete bar ended at " + Times.shown(lastEnd, instrument.zone())
                            + ", too long ago to open a position on it"));
        }
        return Optional.empty();
    }

    private Decision trade(Instrument instrument, Bars.Bar last, Bars.Bar signalBar, Step.Order order) {
        ReferencePrice price = price(instrument, order.side(), last);
        return desk.trade(new Wish(
                runId,
                order.signalId(),
                instrument,
                order.side(),
                order.exit(),
                strategy.name(),
                signalBar.start(),
                price,
                order.reason()));
    }

    private Bars fetch(Instrument instrument) {
        Bars bars = gateway.bars(instrument)
                .last(settings.universe().duration())
                .every(settings.universe().barSize().words())
                .fetch();
        if (bars.instrument().conId() != instrument.conId()
                || !bars.instrument().symbol().equals(instrument.symbol())) {
            throw new MainstayException.ProtocolError("asked for bars of " + instrument.symbol() + " ("
                    + instrument.conId() + ") and got those of "
                    + bars.instrument().symbol() + " ("
                    + bars.instrument().conId() + "): not used; please report this");
        }
        return bars;
    }

    private Duration barLength() {
        return settings.universe().barSize().length();
    }

    private List<Bars.Bar> complete(List<Bars.Bar> bars, Instant now) {
        return bars.stream()
                .filter(bar -> !bar.start().plus(barLength()).isAfter(now))
                .toList();
    }

    private Signal evaluate(String symbol, List<Bars.Bar> complete) {
        var parameters = new StrategyInput.Parameters(Map.of(
                SmaCross.FAST, settings.strategy().smaFast(),
                SmaCross.SLOW, settings.strategy().smaSlow()));
        int needed = strategy.barsNeeded(parameters);
        if (complete.size() < needed) {
            return Signal.hold("needs " + needed + " complete bars, has " + complete.size());
        }
        return strategy.evaluate(new StrategyInput(symbol, complete, barLength(), parameters));
    }

    private void record(
            Transaction tx, Instrument instrument, List<Bars.Bar> bars, List<Bars.Bar> complete, Instant now) {
        if (bars.isEmpty()) {
            return;
        }
        var rows = new ArrayList<SignalRows.BarRow>();
        for (Bars.Bar bar : instruments.unsaved(instrument, bars)) {
            rows.add(new SignalRows.BarRow(
                    bar.start(),
                    bar.open(),
                    bar.high(),
                    bar.low(),
                    bar.close(),
                    bar.volume(),
                    bar.wap(),
                    bar.count(),
                    !complete.isEmpty()
                            && !bar.start().isAfter(complete.getLast().start())));
        }
        tx.signals()
                .bars(
                        instrument.conId(),
                        instrument.symbol(),
                        settings.universe().barSize().words(),
                        rows);
        tx.books().mark(instrument.conId(), instrument.symbol(), bars.getLast().close(), now);
    }

    private static String inputs(Signal signal) {
        return signal.values().entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue().toPlainString())
                .collect(Collectors.joining(" "));
    }

    /** The gateway's quote, else the last bar's close; an order needs a price, not a live one. */
    private ReferencePrice price(Instrument instrument, Side side, Bars.Bar last) {
        String why;
        try {
            Quote quote = gateway.quote(instrument);
            if (quote.instrument().conId() != instrument.conId()) {
                throw new MainstayException.ProtocolError("asked for the quote of " + instrument.symbol() + " ("
                        + instrument.conId() + ") and got that of "
                        + quote.instrument().symbol() + " ("
                        + quote.instrument().conId() + "): not used; please report this");
            }
            Optional<ReferencePrice> price = ReferencePrice.of(quote, side);
            if (price.isPresent()) {
                return price.get();
            }
            why = "the quote has no price";
        } catch (MainstayException.NoData | MainstayException.RequestRefused | MainstayException.TimedOut e) {
            why = "no quote: " + e.getMessage();
        }
        return new ReferencePrice(last.close(), "close of the last bar; " + why);
    }

    /** What is known so far; the thread of the symbol fills it, and nobody else sees it. */
    private static final class Found {
        final String symbol;
        Optional<Instrument> instrument = Optional.empty();
        List<Bars.Bar> bars = List.of();
        Optional<Instant> signalBar = Optional.empty();

        @Nullable
        Signal signal;

        @Nullable
        Decision decision;

        Optional<SymbolReport.Failure> failure = Optional.empty();

        Found(String symbol) {
            this.symbol = symbol;
        }

        SymbolReport report() {
            return new SymbolReport(
                    symbol,
                    instrument.map(Instrument::conId),
                    bars.size(),
                    bars.isEmpty() ? Optional.empty() : Optional.of(bars.getLast()),
                    signalBar,
                    instrument.map(Instrument::zone).orElse(ZoneId.of("UTC")),
                    Optional.ofNullable(signal),
                    Optional.ofNullable(decision),
                    failure);
        }
    }
}
