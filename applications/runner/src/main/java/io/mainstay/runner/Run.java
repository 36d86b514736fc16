package io.mainstay.runner;

import io.mainstay.client.Mainstay;
import io.mainstay.client.MainstayException;
import io.mainstay.runner.cycle.Attachment;
import io.mainstay.runner.cycle.Failures;
import io.mainstay.runner.cycle.RoundResult;
import io.mainstay.runner.preflight.Finding;
import io.mainstay.runner.preflight.ListenerCheck;
import io.mainstay.runner.preflight.Preflight;
import io.mainstay.runner.report.RunOutput;
import io.mainstay.runner.report.RunReport;
import io.mainstay.runner.report.SymbolReport;
import io.mainstay.runner.risk.KillSwitch;
import io.mainstay.runner.settings.InvalidSettings;
import io.mainstay.runner.settings.RunnerSettings;
import io.mainstay.runner.store.RunnerStore;
import io.mainstay.runner.store.StoreException;
import io.mainstay.runner.strategy.Strategies;
import io.mainstay.runner.strategy.Strategy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of a run on its own thread: preflight, attachment, rounds, end. Its end is always a value, and its report is
 * whole at every moment, so that a stop can print what there is.
 */
final class Run {
    private static final int FIX_IT = 2;

    private final RunnerSettings settings;
    private final GatewayFactory gateways;
    private final ListenerCheck listener;
    private final RunOutput output;
    private final Clock clock;
    private final Waiter waiter;
    private final Supplier<Optional<StopSignal>> stop;
    private final KillSwitch killSwitch;

    private final CompletableFuture<RunReport> ended = new CompletableFuture<>();
    private final AtomicReference<@Nullable Mainstay> gateway = new AtomicReference<>();
    private volatile RunReport report;
    private final CompletableFuture<RunnerStore> opening = new CompletableFuture<>();
    private volatile Optional<Recording> recording = Optional.empty();

    private record Recording(RunnerStore store, long runId) {}

    Run(
            RunnerSettings settings,
            GatewayFactory gateways,
            ListenerCheck listener,
            RunOutput output,
            Clock clock,
            Waiter waiter,
            Supplier<Optional<StopSignal>> stop) {
        this.settings = settings;
        this.gateways = gateways;
        this.listener = listener;
        this.output = output;
        this.clock = clock;
        this.waiter = waiter;
        this.stop = stop;
        this.killSwitch = new KillSwitch(settings.home());
        this.report = RunReport.empty(settings.mode().word());
    }

    CompletableFuture<RunReport> ended() {
        return ended;
    }

    /** Lets go of the gateway so that calls under way end; for a stop. */
    void abandonGateway() {
        @Nullable Mainstay attached = gateway.get();
        if (attached != null) {
            Thread.ofVirtual().name("runner-abandon").start(attached::close);
        }
    }

    void body() {
        RunReport.Exit exit;
        try {
            exit = carryOut();
        } catch (InterruptedException e) {
            exit = stopExit();
        } catch (InvalidSettings e) {
            exit = new RunReport.Exit(FIX_IT, String.join("; ", e.problems()));
        } catch (RuntimeException | Error e) {
            SymbolReport.Failure failure = Failures.of(e);
            exit = new RunReport.Exit(failure.exitCode(), failure.reason());
        }
        exit = stop.get().isPresent() ? stopExit() : exit;
        detach();
        end(exit);
    }

    private RunReport.Exit stopExit() {
        return stop.get()
                .map(signal -> new RunReport.Exit(signal.exitCode(), "stopped by " + signal + ", in order"))
                .orElseGet(() -> new RunReport.Exit(1, "interrupted by nobody known"));
    }

    /** Ends the run whatever its thread does; for a stop that the thread does not follow in time. */
    RunReport endNow(int exitCode) {
        end(new RunReport.Exit(
                exitCode, "stopped while calls were under way; what they did is reconciled at the next start"));
        return ended.join();
    }

    private void end(RunReport.Exit exit) {
        RunReport.Exit recorded = record(exit);
        ended.complete(report.withExit(recorded));
    }

    private synchronized RunReport.Exit record(RunReport.Exit exit) {
        if (recording.isEmpty()) {
            closeUnrecorded();
            return exit;
        }
        Recording last = recording.get();
        recording = Optional.empty();
        try (RunnerStore store = last.store()) {
            store.transact(tx -> {
                tx.runs().end(last.runId(), clock.instant(), exit.code(), exit.reason());
                return true;
            });
            return exit;
        } catch (StoreException e) {
            output.trouble("the run's end could not be recorded: " + e.getMessage());
            return exit.code() == 0 ? new RunReport.Exit(FIX_IT, String.valueOf(e.getMessage())) : exit;
        }
    }

    private RunReport.Exit carryOut() throws InterruptedException {
        List<Finding> findings = new Preflight(settings, listener, killSwitch).findings();
        // Loading SQLite takes a while, which the attachment can use.
        Thread.ofPlatform().daemon().name("runner-store").start(this::open);
        boolean blocked = findings.stream().anyMatch(Finding::blocking);
        Optional<RuntimeException> noGateway = blocked ? Optional.empty() : tryAttach();
        Optional<Finding> noStore = store();
        if (blocked || noStore.isPresent()) {
            var all = new ArrayList<>(findings);
            noStore.ifPresent(all::add);
            return refuse(all);
        }
        for (Finding finding : findings) {
            output.step(finding.sentence());
        }
        if (noGateway.isPresent()) {
            throw noGateway.get();
        }
        if (stop.get().isPresent()) {
            return stopExit();
        }
        Strategy strategy = Strategies.named(settings.strategy().name()).orElseThrow();
        return rounds(recording.orElseThrow(), strategy);
    }

    /** The end may come before the store is open; it must not stay open after the run. */
    private void closeUnrecorded() {
        boolean stillOpening = opening.completeExceptionally(
                new StoreException(StoreException.Cause.CLOSED, "the database is no longer needed"));
        if (!stillOpening && !opening.isCompletedExceptionally()) {
            opening.join().close();
        }
    }

    private void open() {
        try {
            RunnerStore store = RunnerStore.open(settings.home());
            if (!opening.complete(store)) {
                store.close();
            }
        } catch (StoreException e) {
            opening.completeExceptionally(e);
        } catch (RuntimeException | LinkageError e) {
            opening.completeExceptionally(
                    new StoreException(StoreException.Cause.OTHER, "the database driver does not start: " + e));
        }
    }

    private Optional<Finding> store() throws InterruptedException {
        try {
            RunnerStore store = opening.get();
            long runId = store.transact(
                    tx -> tx.runs().begin(clock.instant(), settings.mode().word(), describe()));
            recording = Optional.of(new Recording(store, runId));
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException cause) {
                return Optional.of(Preflight.database(cause));
            }
            throw new IllegalStateException("the database can't be opened", e);
        } catch (StoreException e) {
            return Optional.of(Preflight.database(e));
        }
    }

    private String describe() {
        return "symbols=" + String.join(",", settings.universe().symbols()) + " duration="
                + settings.universe().duration() + " bars="
                + settings.universe().barSize().words() + " strategy="
                + settings.strategy() + " risk=" + settings.risk() + " paper=" + settings.paper();
    }

    private RunReport.Exit refuse(List<Finding> findings) {
        List<Finding> blocking = findings.stream().filter(Finding::blocking).toList();
        int code = blocking.stream().mapToInt(Finding::exitCode).min().orElse(FIX_IT);
        report = report.withRemarks(findings.stream()
                .filter(f -> !f.blocking())
                .map(Finding::sentence)
                .toList());
        return new RunReport.Exit(
                code,
                String.join(" | ", blocking.stream().map(Finding::sentence).toList()));
    }

    private Optional<RuntimeException> tryAttach() {
        output.step("attaching to " + settings.gateway().host() + ":"
                + settings.gateway().port());
        try {
            attach();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    private Mainstay attach() {
        Mainstay attached = gateways.attach();
        gateway.set(attached);
        if (stop.get().isPresent()) {
            abandonGateway();
        }
        long ms = attached.connection().connectTime().toMillis();
        report = report.withConnectMs(ms);
        output.step("attached in " + ms + " ms");
        return attached;
    }

    private void detach() {
        @Nullable Mainstay attached = gateway.getAndSet(null);
        if (attached == null) {
            return;
        }
        try {
            attached.close();
        } catch (RuntimeException e) {
            output.trouble("letting go of the gateway failed: " + e.getMessage());
        }
    }

    private RunReport.Exit rounds(Recording recording, Strategy strategy) throws InterruptedException {
        int round = 0;
        int attempts = 0;
        Optional<Attachment> attachment = Optional.empty();
        while (true) {
            Duration pause;
            try {
                if (attachment.isEmpty()) {
                    attachment = Optional.of(attachment(recording, strategy));
                }
                RoundResult result = attachment.get().round(++round);
                attempts = 0;
                show(result);
                if (settings.timing().once() || result.stopped() || result.storeFailed()) {
                    return result.report().exit();
                }
                if (result.connectionLost()) {
                    throw new MainstayException.Disconnected(
                            result.report().exit().reason());
                }
                pause = Pause.after(
                        result,
                        settings.timing().interval(),
                        attachment.get().clock().get());
            } catch (MainstayException e) {
                if (settings.timing().once() || stop.get().isPresent()) {
                    throw e;
                }
                detach();
                attachment = Optional.empty();
                pause = Pause.backoff(++attempts);
                output.trouble(e.getMessage() + "; attaching again in " + pause.toSeconds() + " s");
            }
            if (waiter.stopped(pause)) {
                return stopExit();
            }
        }
    }

    private Attachment attachment(Recording recording, Strategy strategy) {
        @Nullable Mainstay attached = gateway.get();
        return Attachment.of(
                settings,
                recording.store(),
                killSwitch,
                strategy,
                attached == null ? attach() : attached,
                clock,
                recording.runId());
    }

    private void show(RoundResult result) {
        RunReport before = report;
        report = result.report();
        for (SymbolReport symbol : result.report().symbols()) {
            symbol.failure().ifPresent(f -> output.trouble(symbol.symbol() + " failed: " + f.reason()));
        }
        if (!settings.timing().once()
                && !before.symbols().equals(result.report().symbols())) {
            output.changed(result.report());
        }
    }
}
