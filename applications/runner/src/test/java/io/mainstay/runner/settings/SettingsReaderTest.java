package io.mainstay.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    private static final Path HOME = Path.of("state");

    @Test
    void shouldHaveTheDefaultsThatTheCatalogueNames() {
        RunnerSettings read = SettingsReader.read(Map.of(), HOME);

        assertThat(read).isEqualTo(RunnerSettings.defaults(List.of("AAPL", "MSFT", "SPY"), HOME));
        var named = new HashMap<String, String>();
        for (Setting setting : SettingsCatalogue.kept()) {
            if (!setting.defaultValue().isEmpty()) {
                named.put(setting.name(), setting.defaultValue());
            }
        }
        assertThat(SettingsReader.read(named, HOME))
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(read);
    }

    @Test
    void shouldReadEveryKindOfValue() {
        RunnerSettings read = SettingsReader.read(
                Map.of(
                        "symbols", "aapl,ibm",
                        "once", "true",
                        "interval", "5m",
                        "mode", "gateway",
                        "max-order-notional", "2500.50",
                        "approved-accounts", "DU1,DU2",
                        "readonly", "false"),
                HOME);

        assertThat(read.universe().symbols()).containsExactly("AAPL", "IBM");
        assertThat(read.timing().once()).isTrue();
        assertThat(read.timing().interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(read.mode()).isEqualTo(Mode.GATEWAY);
        assertThat(read.risk().maxOrderNotional())
                .hasValueSatisfying(v -> assertThat(v).isEqualByComparingTo("2500.50"));
        assertThat(read.account().approved()).containsExactly("DU1", "DU2");
    }

    @Test
    void shouldReportEveryProblemAtOnce() {
        assertThatThrownBy(() -> SettingsReader.read(
                        Map.of(
                                "symbols", "aapl!",
                                "interval", "soon",
                                "max-position-pct", "0.5",
                                "port", "70000",
                                "sma-fast", "30",
                                "frequency", "high"),
                        HOME))
                .asInstanceOf(type(InvalidSettings.class))
                .extracting(InvalidSettings::problems, list(String.class))
                .hasSize(6)
                .anyMatch(p -> p.contains("AAPL!"))
                .anyMatch(p -> p.startsWith("--interval must be a time"))
                .anyMatch(p -> p.contains("RISK_MAX_POSITION_PCT"))
                .anyMatch(p -> p.contains("70000"))
                .anyMatch(p -> p.contains("--sma-fast"))
                .anyMatch(p -> p.contains("\"frequency\""));
    }

    @ParameterizedTest
    @CsvSource({
        "interval,500ms",
        "interval,0",
        "max-position-pct,0",
        "max-position-pct,0.11",
        "max-daily-loss-pct,0.051",
        "max-leverage,4.1",
        "max-open-positions,0",
        "max-order-notional,0",
        "max-order-notional,1e999999999",
        "max-daily-notional,-5",
        "default-cash,0",
        "slippage-bps,-1",
        "max-concurrent,0",
        "max-concurrent,33",
        "mode,dev",
        "once,maybe",
        "client-id,1000",
        "commission-minimum,-1",
        "sma-slow,999999",
        "duration,ten days",
        "order-timeout,0"
    })
    void shouldRefuseWhatIsOutOfBounds(String name, String value) {
        assertThatThrownBy(() -> SettingsReader.read(Map.of(name, value), HOME)).isInstanceOf(InvalidSettings.class);
    }

    @Test
    void shouldListEachFlagAndKeyOnce() {
        List<String> names = SettingsCatalogue.all().stream()
                .flatMap(s -> Stream.concat(s.flag().stream(), s.environmentKey().stream()))
                .toList();
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void shouldSayOfEveryFlagOfTheOriginalWhatBecameOfIt() {
        for (String flag : List.of(
                "--symbols",
                "--duration",
                "--bar-size",
                "--sma-fast",
                "--sma-slow",
                "--slippage-bps",
                "--max-order-notional",
                "--max-daily-notional",
                "--default-cash",
                "--max-concurrent",
                "--once",
                "--interval",
                "--use-ml",
                "--use-ml-enhanced",
                "--use-smart-execution",
                "--confirm-live",
                "--force-connect")) {
            assertThat(SettingsCatalogue.find(flag)).as(flag).isPresent();
        }
    }

    @Test
    void shouldGiveAReasonForEachDroppedSettingAndAMeaningForEachKeptOne() {
        for (Setting setting : SettingsCatalogue.all()) {
            assertThat(setting.droppedBecause().orElse(setting.meaning()))
                    .as(setting.name())
                    .isNotBlank();
        }
        assertThat(new TreeSet<>(
                        SettingsCatalogue.kept().stream().map(Setting::name).toList()))
                .hasSize(SettingsCatalogue.kept().size());
    }
}
