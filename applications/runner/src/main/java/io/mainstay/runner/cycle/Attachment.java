package io.mainstay.runner.cycle;

import io.mainstay.client.AccountSummary;
import io.mainstay.client.Instrument;
import io.mainstay.client.Mainstay;
import io.mainstay.client.Positions;
import io.mainstay.runner.execution.AccountMoney;
import io.mainstay.runner.execution.Desk;
import io.mainstay.runner.execution.GatewayDesk;
import io.mainstay.runner.execution.PaperDesk;
import io.mainstay.runner.execution.Reconciliation;
import io.mainstay.runner.model.Amounts;
import io.mainstay.runner.model.Book;
import io.mainstay.runner.report.RunReport;
import io.mainstay.runner.report.SymbolReport;
import io.mainstay.runner.risk.KillState;
import io.mainstay.runner.risk.KillSwitch;
import io.mainstay.runner.settings.ModeRules;
import io.mainstay.runner.settings.RunnerSettings;
import io.mainstay.runner.store.BookRows;
import io.mainstay.runner.store.RunnerStore;
import io.mainstay.runner.strategy.Strategy;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** One attachment to the gateway and the rounds on it. Used by one thread; its symbols run on threads of their own. */
public final class Attachment {
    private final RunnerSettings settings;
    private final RunnerStore store;
    private final KillSwitch killSwitch;
    private final Strategy strategy;
    private final Mainstay gateway;
    private final MarketClock clock;
    private final Book book;
    private final InstrumentCache instruments;
    private final long runId;

    private Attachment(
            RunnerSettings settings,
            RunnerStore store,
            KillSwitch killSwitch,
            Strategy strategy,
            Mainstay gateway,
            MarketClock clock,
            Book book,
            long runId) {
        this.settings = settings;
        this.store = store;
        this.killSwitch = killSwitch;
        this.strategy = strategy;
        this.gateway = gateway;
        this.clock = clock;
        this.book = book;
        this.instruments = new InstrumentCache(gateway, clock);
        this.runId = runId;
    }

    /**
     * Chooses the account and asks for the gateway's time.
     *
     * @throws io.mainstay.runner.settings.InvalidSettings if the mode must not trade this login
     */
    public static Attachment of(
            RunnerSettings settings,
            RunnerStore store,
            KillSwitch killSwitch,
            Strategy strategy,
            Mainstay gateway,
            Clock clock,
            long runId) {
        var book = new Book(settings.mode().word(), ModeRules.choose(settings, gateway.accounts()));
        MarketClock market = MarketClock.of(gateway, clock);
        store.transact(tx -> {
            tx.runs().attached(runId, book);
            return true;
        });
        return new Attachment(settings, store, killSwitch, strategy, gateway, market, book, runId);
    }

    public MarketClock clock() {
        return clock;
    }

    /**
     * One round over all symbols.
     *
     * @throws io.mainstay.client.MainstayException if accounts or positions have no answer
     */
    public RoundResult round(int number) throws InterruptedException {
        List<String> reconciled = settings.mode().sendsOrders()
                ? new Reconciliation(store, book, gateway, settings.gateway().clientId(), clock).run()
                : List.of();
        AccountSummary summary = gateway.accountSummary();
        Positions positions = gateway.positions();
        Desk desk = desk(summary, positions);
        // The day's starting equity is fixed before the first order.
        Optional<Desk.BookValue> before = desk.value();
        if (before.isPresent()) {
            checkLoss(before.get());
        }
        List<SymbolReport> symbols = symbols(desk);
        Optional<Desk.BookValue> after = desk.value();
        KillState kill = close(after);
        List<BookRows.PositionRow> held = store.transact(tx -> tx.books().positions(book));
        RunReport report = new RunReport(
                settings.mode().word(),
                book.account(),
                gateway.accounts(),
                Optional.of(summary),
                positions.all(),
                after,
                held,
                symbols,
                OptionalLong.of(gateway.connection().connectTime().toMillis()),
                number,
                Optional.of(clock.get()),
                remarks(reconciled, after, kill),
                Exits.of(symbols, kill));
        return new RoundResult(
                report,
                symbols.stream()
                        .anyMatch(s -> s.failure()
                                .filter(SymbolReport.Failure::connectionLost)
                                .isPresent()),
                symbols.stream()
                        .anyMatch(s -> s.failure()
                                .filter(f -> f.kind().startsWith("Store"))
                                .isPresent()),
                kill.engaged() && held.isEmpty(),
                allClosed(),
                nextOpen());
    }

    private List<SymbolReport> symbols(Desk desk) throws InterruptedException {
        var round = new SymbolRound(settings, store, gateway, desk, strategy, instruments, clock, runId);
        var permits = new Semaphore(settings.universe().maxConcurrent());
        var tasks = new ArrayList<Callable<SymbolReport>>();
        for (String symbol : settings.universe().symbols()) {
            tasks.add(() -> {
                permits.acquire();
                try {
                    return round.run(symbol);
                } finally {
                    permits.release();
                }
            });
        }
        var reports = new ArrayList<SymbolReport>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<SymbolReport> end : threads.invokeAll(tasks)) {
                reports.add(end.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a symbol's thread failed outside its report", e.getCause());
        }
        return reports;
    }

    private Desk desk(AccountSummary summary, Positions positions) {
        return settings.mode().sendsOrders()
                ? new GatewayDesk(
                        settings,
                        store,
                        book,
                        killSwitch,
                        gateway,
                        AccountMoney.of(book.account(), summary, positions),
                        clock)
                : new PaperDesk(settings, store, book, killSwitch, clock);
    }

    /** Records the equity, sets the kill switch if the day has lost too much, and says how it is set. */
    private KillState close(Optional<Desk.BookValue> value) {
        Instant now = clock.get();
        value.ifPresent(v -> store.transact(tx -> {
            tx.books()
                    .equity(
                            runId,
                            book,
                            new BookRows.EquityRow(now, v.cash(), v.positionsValue(), v.equity(), v.dayStartEquity()));
            return true;
        }));
        value.ifPresent(this::checkLoss);
        return store.transact(killSwitch::state);
    }

    private void checkLoss(Desk.BookValue value) {
        BigDecimal loss = value.dayStartEquity().subtract(value.equity());
        BigDecimal most = value.dayStartEquity().multiply(settings.risk().maxDailyLossPct());
        if (loss.signum() > 0 && loss.compareTo(most) >= 0) {
            store.transact(tx -> {
                killSwitch.engage(
                        tx,
                        clock.get(),
                        "daily-loss",
                        "lost " + Amounts.plain(loss) + " since the day's start, limit " + Amounts.plain(most));
                return true;
            });
        }
    }

    private List<String> remarks(List<String> reconciled, Optional<Desk.BookValue> value, KillState kill) {
        var remarks = new ArrayList<>(reconciled);
        if (!clock.ahead().isZero()) {
            remarks.add("the gateway's clock is " + clock.ahead().toSeconds()
                    + " s ahead of this machine's; the gateway's counts");
        }
        if (gateway.accounts().size() > 1 && settings.account().account().isEmpty()) {
            remarks.add("the login has " + gateway.accounts().size() + " accounts; this run uses " + book.account()
                    + " (set IBKR_ACCOUNT to choose)");
        }
        if (kill.engaged()) {
            remarks.add(kill.sentence() + ": only what is held may be closed");
        }
        if (value.isEmpty()) {
            remarks.add("the gateway named no net liquidation value for " + book.account()
                    + ", so nothing is opened: check the account's permissions in the gateway");
        }
        return remarks;
    }

    private boolean allClosed() {
        Instant now = clock.get();
        List<Instrument> known = known();
        return known.size() == settings.universe().symbols().size()
                && known.stream().noneMatch(i -> TradingHours.of(i, now).open());
    }

    private Optional<Instant> nextOpen() {
        Instant now = clock.get();
        return known().stream()
                .flatMap(i -> TradingHours.of(i, now).nextOpen().stream())
                .min(Instant::compareTo);
    }

    private List<Instrument> known() {
        return settings.universe().symbols().stream()
                .flatMap(symbol -> instruments.known(symbol).stream())
                .toList();
    }
}
