package io.mainstay.runner;

import io.mainstay.runner.preflight.ListenerCheck;
import io.mainstay.runner.report.RunOutput;
import io.mainstay.runner.report.RunReport;
import io.mainstay.runner.settings.InvalidSettings;
import io.mainstay.runner.settings.RunnerSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run, from preflight to report. {@link #run} blocks its caller and is called once; {@link #stop} may come from any
 * thread at any time.
 */
public final class Runner {
    private static final long GRACE_MS = 800;
    private static final int INVALID = 2;

    private final RunOutput output;
    private final Run run;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CompletableFuture<StopSignal> stopped = new CompletableFuture<>();
    private final Thread body;

    /**
     * A run that is ready to begin.
     *
     * @param gateways how to attach
     * @param listener how to tell whether anything listens at the gateway's port
     */
    public Runner(RunnerSettings settings, GatewayFactory gateways, ListenerCheck listener, RunOutput output) {
        this(settings, gateways, listener, output, Clock.systemUTC(), Optional.empty());
    }

    Runner(
            RunnerSettings settings,
            GatewayFactory gateways,
            ListenerCheck listener,
            RunOutput output,
            Clock clock,
            Optional<Waiter> waiter) {
        this.output = output;
        this.run = new Run(settings, gateways, listener, output, clock, waiter.orElse(this::waitForStop), this::signal);
        this.body = Thread.ofPlatform().daemon().name("runner").unstarted(run::body);
    }

    /** Prints the report of a run that can't begin because its settings are wrong; returns the exit code. */
    public static int refuse(RunOutput output, String mode, InvalidSettings problem) {
        output.end(RunReport.empty(mode).withExit(new RunReport.Exit(INVALID, String.join("; ", problem.problems()))));
        return INVALID;
    }

    /** Runs until it is done or stopped, prints the report, and returns what the process should exit with. */
    public int run() {
        body.start();
        RunReport report = await();
        output.end(report);
        return report.exit().code();
    }

    private RunReport await() {
        try {
            CompletableFuture.anyOf(run.ended(), stopped).get();
            return run.ended().get(GRACE_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return run.endNow(signal().map(StopSignal::exitCode).orElse(1));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the run's end must be a value", e);
        } catch (InterruptedException e) {
            // Whoever interrupts the caller wants the end, as a signal would.
            stop(StopSignal.SIGTERM);
            RunReport report = run.endNow(StopSignal.SIGTERM.exitCode());
            Thread.currentThread().interrupt();
            return report;
        }
    }

    /** Asks the run to end; {@link #run} returns within a second. The first signal counts. */
    public void stop(StopSignal signal) {
        if (stopped.complete(signal)) {
            stopRequested.countDown();
            body.interrupt();
            run.abandonGateway();
        }
    }

    private Optional<StopSignal> signal() {
        return Optional.ofNullable(stopped.getNow(null));
    }

    private boolean waitForStop(Duration within) throws InterruptedException {
        return stopRequested.await(within.toMillis(), TimeUnit.MILLISECONDS);
    }
}
