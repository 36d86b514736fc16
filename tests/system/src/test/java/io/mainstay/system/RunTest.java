package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Installation;
import io.mainstay.system.support.Json;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The main job, as the first screen of the README has it. */
class RunTest {
    @Test
    void shouldConnectDecideRecordAndLeaveNothingBehind() {
        try (var home = new Home()) {
            CommandResult run = home.run("run", "--sim", "--symbols", "AAPL", "--once");
            assertThat(run.exitCode()).as(run.stderr()).isZero();
            assertThat(run.stdout()).contains("DU1234567", "AAPL", "NET LIQUIDATION", "LAST BAR", "SIGNAL", "DECISION");
            assertThat(home.processes()).isEmpty();
            assertThat(home.sockets()).isEmpty();
            assertThat(home.state().resolve("private"))
                    .satisfiesAnyOf(
                            path -> assertThat(path).doesNotExist(),
                            path -> assertThat(path).isEmptyDirectory());
        }
    }

    @Test
    void shouldPrintOneJsonDocumentWithTheFieldsThatScriptsRelyOn() {
        try (var home = new Home()) {
            var report = Json.of(home.run("run", "--sim", "--symbols", "AAPL,SPY", "--once", "--json")
                    .json());
            assertThat(report.list("accounts")).isNotEmpty();
            assertThat(report.list("positions")).isNotEmpty();
            assertThat(report.has("connectMs")).isTrue();
            assertThat(report.at("exit").number("code")).isZero();
            assertThat(report.all("symbols")).hasSize(2).allSatisfy(symbol -> {
                assertThat(symbol.text("symbol")).isIn("AAPL", "SPY");
                assertThat(symbol.number("bars")).isGreaterThan(100);
                assertThat(symbol.decimal("lastClose")).isPositive();
                assertThat(symbol.has("signal")).isTrue();
                assertThat(symbol.has("order")).isTrue();
            });
        }
    }

    @Test
    void shouldShowTheNumbersOfTheRecordedDays() {
        if (!Files.isDirectory(Installation.marketData())) {
            abort("no recorded market data at " + Installation.marketData());
        }
        try (var home = new Home()) {
            CommandResult run = home.run(
                    "run",
                    "--sim",
                    "--data",
                    Installation.marketData().toString(),
                    "--symbols",
                    "AAPL,SPY,IBM",
                    "--once",
                    "--json");
            assertThat(run.exitCode()).as(run.stderr()).isZero();
            assertThat(Json.of(run.json()).all("symbols"))
                    .hasSize(3)
                    .allSatisfy(symbol -> assertThat(symbol.decimal("lastClose"))
                            .as(symbol.text("symbol"))
                            .isEqualByComparingTo(RecordedDays.lastClose(symbol.text("symbol"))));
        }
    }
}
