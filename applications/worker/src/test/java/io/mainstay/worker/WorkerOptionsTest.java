package io.mainstay.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerOptionsTest {
    private static final List<String> NEEDED = List.of(
            "--gateway",
            "127.0.0.1:4002",
            "--client-id",
            "7",
            "--mode",
            "shared",
            "--socket",
            "/s",
            "--lock",
            "/l",
            "--log",
            "/g",
            "--journal",
            "/j");

    @Test
    void shouldTakeWhatIsNeededAndFillInTheRest() {
        WorkerOptions options = parse();
        assertThat(options.gatewayHost()).isEqualTo("127.0.0.1");
        assertThat(options.gatewayPort()).isEqualTo(4002);
        assertThat(options.mode()).isEqualTo(WorkerOptions.Mode.SHARED);
        assertThat(options.frontPort()).isEmpty();
        assertThat(options.handshakeTimeoutMs()).isEqualTo(10_000);
        assertThat(options.serverVersionMax()).isEqualTo(225);
        assertThat(options.messagesPerSecond()).isEqualTo(45);
    }

    @Test
    void shouldLetTheRateFollowTheLinesUnlessItIsGiven() {
        assertThat(parse("--market-data-lines", "200").messagesPerSecond()).isEqualTo(90);
        assertThat(parse("--market-data-lines", "200", "--messages-per-second", "20")
                        .messagesPerSecond())
                .isEqualTo(20);
    }

    @Test
    void shouldNameEachMissingArgument() {
        for (int i = 0; i < NEEDED.size(); i += 2) {
            var some = new ArrayList<>(NEEDED);
            some.subList(i, i + 2).clear();
            assertThatThrownBy(() -> WorkerOptions.parse(some.toArray(String[]::new)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(NEEDED.get(i));
        }
    }

    @Test
    void shouldRefuseValuesThatCannotBe() {
        for (String[] wrong : new String[][] {
            {"--front-port", "70000"},
            {"--front-port", "x"},
            {"--handshake-timeout-ms", "0"},
            {"--server-version-max", "226"},
            {"--front-port"},
            {"--mode", "private"},
            {"--market-data-lines", "0"},
            {"--same-client-id", "never"},
            {"--speed", "1"}
        }) {
            assertThatThrownBy(() -> parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong[0]);
        }
    }

    private static WorkerOptions parse(String... more) {
        var all = new ArrayList<>(NEEDED);
        all.addAll(List.of(more));
        return WorkerOptions.parse(all.toArray(String[]::new));
    }
}
