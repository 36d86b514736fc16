package io.mainstay.runner;

import io.mainstay.client.Mainstay;
import io.mainstay.runner.fake.Bench;
import io.mainstay.runner.fake.FakeClock;
import io.mainstay.runner.fake.FakeGateway;
import io.mainstay.runner.preflight.ListenerCheck;
import io.mainstay.runner.report.RunOutput;
import io.mainstay.runner.settings.RunnerSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A runner with a fake gateway and a fake clock, and what it printed. */
final class RunnerFixture {
    final Path home;
    final FakeClock clock = new FakeClock();
    FakeGateway gateway = new FakeGateway(clock);
    RunnerSettings settings;
    ListenerCheck listener = (host, port) -> ListenerCheck.Answer.LISTENING;
    Supplier<Mainstay> attach = () -> gateway;
    Optional<Waiter> waiter = Optional.empty();
    boolean json;
    final AtomicInteger attachments = new AtomicInteger();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    RunnerFixture(Path home, String... symbols) {
        this.home = home;
        RunnerSettings defaults = RunnerSettings.defaults(List.of(symbols), home);
        this.settings = defaults.withTiming(new RunnerSettings.Timing(
                true, defaults.timing().interval(), defaults.timing().orderTimeout()));
    }

    Runner runner() {
        return new Runner(
                settings,
                () -> {
                    attachments.incrementAndGet();
                    return attach.get();
                },
                listener,
                new RunOutput(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        json,
                        true),
                clock,
                waiter);
    }

    /** One run; a new attachment to the same gateway for each. */
    int run() {
        FakeGateway before = gateway;
        int exit = runner().run();
        if (gateway == before && before.closed.getCount() == 0) {
            gateway = before.reopened();
        }
        return exit;
    }

    void continuous() {
        settings = settings.withTiming(new RunnerSettings.Timing(
                false, settings.timing().interval(), settings.timing().orderTimeout()));
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    List<String> rows(String sql) {
        return Bench.rows(home, sql);
    }
}
