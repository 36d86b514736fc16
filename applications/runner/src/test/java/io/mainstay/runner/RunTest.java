package io.mainstay.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mainstay.client.MainstayException;
import io.mainstay.client.TradingSchedule;
import io.mainstay.runner.fake.FakeGateway;
import io.mainstay.runner.preflight.ListenerCheck;
import io.mainstay.runner.report.RunOutput;
import io.mainstay.runner.settings.InvalidSettings;
import io.mainstay.runner.settings.RunnerSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run as a whole: preflight, rounds, stop, exit codes, output. */
class RunTest {
    @TempDir
    Path folder;

    private RunnerFixture fixture;
    private final List<Duration> pauses = new ArrayList<>();

    @BeforeEach
    void begin() {
        fixture = new RunnerFixture(folder.resolve("home"), "AAPL");
        fixture.gateway.above("AAPL");
    }

    /** Continuous rounds on the fake clock, stopped after so many pauses. */
    private void roundsUntilStop(int rounds, AtomicInteger seen) {
        fixture.continuous();
        fixture.waiter = Optional.of(within -> {
            pauses.add(within);
            fixture.clock.advance(within);
            return seen.incrementAndGet() >= rounds;
        });
    }

    @Test
    void shouldReportEveryFindingOfThePreflightAtOnceAndAttachToNothing() throws IOException {
        Files.createDirectories(folder);
        Path file = Files.createFile(folder.resolve("file"));
        fixture = new RunnerFixture(file, "AAPL");
        fixture.listener = (host, port) -> ListenerCheck.Answer.NOT_LISTENING;
        fixture.settings = fixture.settings
                .withGateway(new RunnerSettings.Gateway("127.0.0.1", 7496, 1, false))
                .withStrategy(new RunnerSettings.StrategyChoice("crystal-ball", 10, 20));

        assertThat(fixture.run()).isEqualTo(2);

        assertThat(fixture.out()).contains("7496", "crystal-ball", "state folder", "database", "nothing listens");
        assertThat(fixture.attachments.get()).isZero();
    }

    @Test
    void shouldExitWithTenWhenNothingListensWithoutAttaching() {
        fixture.listener = (host, port) -> ListenerCheck.Answer.NOT_LISTENING;
        assertThat(fixture.run()).isEqualTo(10);
        assertThat(fixture.attachments.get()).isZero();
        assertThat(fixture.out()).contains("start IB Gateway or TWS");
        assertThat(fixture.rows("SELECT exit_code FROM runs")).containsExactly("10");
    }

    @Test
    void shouldGoOnWhenTheSocketTableCannotTell() {
        fixture.listener = (host, port) -> ListenerCheck.Answer.CANNOT_TELL;
        assertThat(fixture.run()).isZero();
    }

    @Test
    void shouldEndWithTheCauseOfAFailedAttachment() {
        var causes = Map.of(
                10, new MainstayException.GatewayDown("down"),
                11, new MainstayException.GatewayMute("mute"),
                12, new MainstayException.GatewayRefused("refused"),
                13, new MainstayException.LinkDown("link"),
                14, new MainstayException.TimedOut("late", Duration.ofSeconds(1)),
                30, new MainstayException.WorkerFailed("worker"));
        causes.forEach((code, cause) -> {
            fixture.attach = () -> {
                throw cause;
            };
            assertThat(fixture.run()).isEqualTo(code);
        });
        assertThat(fixture.rows("SELECT count(*) FROM runs WHERE exit_code >= 10"))
                .containsExactly("6");
    }

    @Test
    void shouldCallItsOwnMistakesBugs() {
        fixture.attach = () -> {
            throw new IllegalStateException("impossible");
        };
        assertThat(fixture.run()).isEqualTo(1);
        assertThat(fixture.out()).contains("impossible");
    }

    @Test
    void shouldCloseItsAttachmentHoweverItEnds() {
        FakeGateway first = fixture.gateway;
        assertThat(fixture.runner().run()).isZero();
        assertThat(first.closed.getCount()).isZero();
    }

    @Test
    void shouldKeepOneAttachmentForAllItsRounds() {
        roundsUntilStop(5, new AtomicInteger());
        fixture.run();
        assertThat(fixture.attachments.get()).isEqualTo(1);
        assertThat(fixture.gateway.barRequests.get()).isEqualTo(5);
        assertThat(pauses).containsOnly(Duration.ofSeconds(15));
    }

    @Test
    void shouldNotRecordTheSameHoldInEveryRound() {
        roundsUntilStop(5, new AtomicInteger());
        fixture.run();
        assertThat(fixture.rows("SELECT count(*) FROM signals")).containsExactly("1");
        assertThat(fixture.rows("SELECT count(*) FROM equity")).containsExactly("5");
    }

    @Test
    void shouldAttachAgainWithGrowingPausesOfAtLeastASecondWhenTheConnectionIsLost() {
        roundsUntilStop(6, new AtomicInteger());
        fixture.attach = () -> {
            if (fixture.attachments.get() == 1) {
                fixture.gateway.barFailures.put("AAPL", new MainstayException.Disconnected("the worker is gone"));
                return fixture.gateway;
            }
            if (fixture.attachments.get() < 5) {
                throw new MainstayException.GatewayDown("nothing listens");
            }
            fixture.gateway.barFailures.clear();
            return fixture.gateway.reopened();
        };

        fixture.run();

        assertThat(pauses.subList(0, 4))
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertThat(pauses.get(4)).isEqualTo(Duration.ofSeconds(15));
        assertThat(fixture.err()).contains("the worker is gone", "attaching again in 1 s");
        assertThat(fixture.out()).contains("AAPL");
    }

    @Test
    void shouldSleepUntilTheNextOpenButNoLongerThanHalfAnHourWhileAllMarketsAreClosed() {
        Instant open = fixture.clock.instant().plus(Duration.ofMinutes(70));
        fixture.gateway.sessions.clear();
        fixture.gateway.sessions.add(new TradingSchedule.Session(open, open.plus(Duration.ofHours(6))));
        roundsUntilStop(4, new AtomicInteger());

        fixture.run();

        assertThat(pauses)
                .containsExactly(
                        Duration.ofMinutes(30), Duration.ofMinutes(30), Duration.ofMinutes(10), Duration.ofSeconds(15));
    }

    @Test
    void shouldWaitAtLeastASecondOnEveryPath() {
        fixture.gateway.barFailures.put("AAPL", new MainstayException.Pacing("too many requests"));
        roundsUntilStop(3, new AtomicInteger());
        fixture.run();
        fixture.gateway.summaryFailure = new MainstayException.TimedOut("no summary", Duration.ofSeconds(30));
        roundsUntilStop(3, new AtomicInteger());
        fixture.run();
        assertThat(pauses).hasSize(6).allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) >= 0);
    }

    @Test
    void shouldEndWhenTheKillSwitchIsSetAndNothingIsHeld() throws IOException {
        Files.createDirectories(fixture.home);
        Files.createFile(fixture.home.resolve("KILL"));
        roundsUntilStop(5, new AtomicInteger());
        assertThat(fixture.run()).isEqualTo(20);
        assertThat(pauses).isEmpty();
    }

    @Test
    void shouldStopInOrderWhileItWaits() throws Exception {
        var waiting = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        fixture.continuous();
        fixture.waiter = Optional.of(within -> {
            waiting.countDown();
            return never.await(60, TimeUnit.SECONDS);
        });
        Runner runner = fixture.runner();
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(runner::run);
        assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();

        runner.stop(StopSignal.SIGTERM);
        runner.stop(StopSignal.SIGINT);

        assertThat(exit.get(30, TimeUnit.SECONDS)).isEqualTo(143);
        assertThat(fixture.rows("SELECT exit_code, exit_reason FROM runs"))
                .containsExactly("143|stopped by SIGTERM, in order");
        assertThat(fixture.gateway.closed.getCount()).isZero();
        assertThat(fixture.out()).contains("AAPL", "exit 143");
    }

    @Test
    void shouldStopInTheMiddleOfARequestThatHangs() throws Exception {
        fixture.gateway.barsGate = new CountDownLatch(1);
        Runner runner = fixture.runner();
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(runner::run);
        assertThat(fixture.gateway.barsAsked.await(30, TimeUnit.SECONDS)).isTrue();

        runner.stop(StopSignal.SIGINT);

        assertThat(exit.get(30, TimeUnit.SECONDS)).isEqualTo(130);
        assertThat(fixture.rows("SELECT exit_code FROM runs")).containsExactly("130");
    }

    @Test
    void shouldStopThoughAnAttachmentIgnoresEverything() throws Exception {
        var attaching = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        fixture.attach = () -> {
            attaching.countDown();
            Uninterruptibly.await(release);
            return fixture.gateway;
        };
        Runner runner = fixture.runner();
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(runner::run);
        assertThat(attaching.await(30, TimeUnit.SECONDS)).isTrue();

        runner.stop(StopSignal.SIGTERM);

        assertThat(exit.get(30, TimeUnit.SECONDS)).isEqualTo(143);
        release.countDown();
        assertThat(fixture.gateway.closed.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldPrintExactlyOneJsonDocumentWithTheFieldsThatScriptsRelyOn() throws IOException {
        fixture.json = true;
        fixture.gateway.crossUp("AAPL");
        fixture.gateway.prices.put("AAPL", FakeGateway.Prices.of("102.90", "103.10", "103.00"));
        assertThat(fixture.run()).isZero();

        assertThat(fixture.out().lines()).hasSize(1);
        Map<String, Object> report = JSON.std.mapFrom(fixture.out());
        assertThat(report)
                .containsKeys("accounts", "positions", "symbols", "connectMs", "exit")
                .containsEntry("accounts", List.of("DU1234567"))
                .containsEntry("exit", Map.of("code", 0, "reason", "done"));
        assertThat(fixture.out())
                .contains("\"symbol\":\"AAPL\"", "\"bars\":40", "\"lastClose\":103,", "\"signal\":\"BUY\"")
                .contains("\"order\":{", "\"side\":\"BUY\",\"quantity\":19,\"status\":\"FILLED\"");
    }

    @Test
    void shouldPrintOneJsonDocumentOnFailureToo() throws IOException {
        fixture.json = true;
        fixture.attach = () -> {
            throw new MainstayException.GatewayMute("mute");
        };
        assertThat(fixture.run()).isEqualTo(11);
        assertThat(JSON.std.mapFrom(fixture.out())).containsEntry("exit", Map.of("code", 11, "reason", "mute"));

        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exit = Runner.refuse(
                new RunOutput(stream, stream, true, false), "paper", new InvalidSettings(List.of("one", "two")));
        assertThat(exit).isEqualTo(2);
        assertThat(JSON.std.mapFrom(out.toString(StandardCharsets.UTF_8)))
                .containsEntry("exit", Map.of("code", 2, "reason", "one; two"));
    }

    @Test
    void shouldPrintOneJsonDocumentForAContinuousRun() throws IOException {
        fixture.json = true;
        roundsUntilStop(3, new AtomicInteger());
        fixture.run();
        assertThat(fixture.out().lines()).hasSize(1);
        assertThat(JSON.std.mapFrom(fixture.out())).containsEntry("rounds", 3);
    }

    @Test
    void shouldRefuseADatabaseOfANewerVersion() {
        assertThat(fixture.run()).isZero();
        setUserVersion();
        assertThat(fixture.run()).isEqualTo(2);
        assertThat(fixture.out()).contains("newer version");
    }

    private void setUserVersion() {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + fixture.home.resolve("runner.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 99");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A wait that does not follow an interrupt, as a call into something foreign may not. */
    private static final class Uninterruptibly {
        static void await(CountDownLatch latch) {
            boolean interrupted = false;
            while (latch.getCount() > 0) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
