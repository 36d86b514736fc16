package io.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.simulator.fault.Fault;
import io.mainstay.simulator.fault.Scenario;
import io.mainstay.simulator.market.MarketHours;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {
    @TempDir
    Path folder;

    private String file(String text) throws IOException {
        Path file = folder.resolve("bad day.scenario");
        Files.writeString(file, text);
        return file.toString();
    }

    /** The names that the command line promises. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "normal",
                "wedge-after-3",
                "accept-queue-full",
                "mute-handshake",
                "refuse",
                "reset-on-connect",
                "duplicate-client-id",
                "half-open",
                "link-down",
                "link-down-data-lost",
                "farm-flap",
                "nightly-reset",
                "auto-restart",
                "read-only",
                "order-held-by-dialog",
                "slow-login"
            })
    void shouldKnowItsNames(String name) {
        assertThat(Scenario.known()).contains(name);
        assertThat(Scenario.parse(name).faults()).hasSize(name.equals("normal") ? 0 : 1);
    }

    @Test
    void shouldLetFaultsComeAndGoUnlessTheyHaveATrigger() {
        assertThat(specs("link-down")).containsExactly("link-down=0s@session:2s@for:5s");
        assertThat(specs("link-down@time:1m")).containsExactly("link-down=0s@time:1m");
        assertThat(specs("refuse, slow-login=2s")).containsExactly("refuse", "slow-login=2s");
    }

    @Test
    void shouldReadAFileOfFaultsAndSettings() throws IOException {
        String name = file("""
                # A bad day
                set accounts DU1, DU2   # two of them
                set cash 5000
                set server-version 178
                set seed 42
                set hours real
                set master-client-id 3
                set fill-delay-ms 50
                set most-shares-per-fill 10
                set pushes-open-orders false

                half-open@connection:3
                link-down=4s@time:10:15@for:3m   # repeated
                market-closed
                error=REQ_MKT_DATA:10089:Requested market data requires additional subscription, #1 of 2
                """);
        SimulatorConfig config = SimulatorConfig.defaults().withScenario(name);
        assertThat(config.accounts()).containsExactly("DU1", "DU2");
        assertThat(config.initialCashUsd()).isEqualByComparingTo("5000");
        assertThat(config.serverVersion()).isEqualTo(178);
        assertThat(config.seed()).isEqualTo(42);
        assertThat(config.hours()).isEqualTo(MarketHours.SCHEDULE);
        assertThat(config.masterClientId()).hasValue(3);
        assertThat(config.fillDelay()).hasMillis(50);
        assertThat(config.mostSharesPerFill()).isEqualByComparingTo("10");
        assertThat(config.pushOpenOrdersFirst()).isFalse();
        assertThat(config.scenario().hours()).contains(MarketHours.CLOSED_TODAY);
        assertThat(specs(name))
                .containsExactly(
                        "half-open@connection:3",
                        "link-down=4s@time:10:15@for:3m",
                        "error=REQ_MKT_DATA:10089:Requested market data requires additional subscription,");
        try (GatewaySimulator simulator = GatewaySimulator.start(config)) {
            assertThat(simulator.stats().faults()).hasSize(3);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | line 2: unknown scenario \"nonsense\"",
                "half-open@connection:x | line 2: condition @connection:x",
                "slow-login=soon | line 2: slow-login",
                "set seed | line 2: a setting is written as set NAME VALUE",
                "set seed many | line 2: seed needs a whole number",
                "set colour red | line 2: no setting is called colour",
                "set accounts x | line 2: accounts need codes",
                "set hours never | line 2: hours are",
                "set server-version 7 | line 2: server version 7",
                "set pushes-open-orders maybe | line 2: pushes-open-orders is true or false"
            })
    void shouldSayInWhichLineWhatIsWrong(String line, String message) throws IOException {
        String name = file("\n" + line + "\n");
        assertThatThrownBy(() -> SimulatorConfig.defaults().withScenario(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bad day.scenario " + message);
    }

    @Test
    @Timeout(20)
    void shouldKeepItsTimesWithoutAnyClient() throws IOException {
        try (GatewaySimulator simulator =
                GatewaySimulator.start(SimulatorConfig.defaults().withScenario("refuse@time:1ms"))) {
            while (!simulator.stats().isOn("refuse")) {
                Thread.onSpinWait();
            }
            assertThat(simulator.stats().faults().getFirst().waits()).isFalse();
        }
    }

    @Test
    void shouldRefuseFilesThatAreNoText() throws IOException {
        Path file = folder.resolve("binary");
        Files.write(file, new byte[] {(byte) 0xC3, 0x28});
        assertThatThrownBy(() -> Scenario.parse(file.toString())).hasMessageContaining("is not text in UTF-8");
        Files.writeString(file, "#".repeat(1 << 21));
        assertThatThrownBy(() -> Scenario.parse(file.toString())).hasMessageContaining("has more than");
    }

    private static List<String> specs(String scenario) {
        return Scenario.parse(scenario).faults().stream().map(Fault::spec).toList();
    }
}
