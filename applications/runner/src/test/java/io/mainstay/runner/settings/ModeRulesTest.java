package io.mainstay.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeRulesTest {
    private final RunnerSettings defaults = RunnerSettings.defaults(List.of("AAPL"), Path.of("state"));

    private RunnerSettings settings(Mode mode, int port) {
        return defaults.withMode(mode).withGateway(new RunnerSettings.Gateway("127.0.0.1", port, 1, false));
    }

    private static RunnerSettings.AccountChoice live(String... approved) {
        return new RunnerSettings.AccountChoice(Optional.empty(), List.of(approved), true);
    }

    @ParameterizedTest
    @CsvSource({"PAPER,7496", "PAPER,4001", "GATEWAY,7496", "GATEWAY,4001", "LIVE,7497", "LIVE,4002"})
    void shouldRefuseTheOtherKindsPorts(Mode mode, int port) {
        assertThat(settings(mode, port).withAccount(live("U1")).problems())
                .singleElement()
                .asString()
                .contains("refuses port " + port);
    }

    @ParameterizedTest
    @CsvSource({"PAPER,4002", "PAPER,7497", "PAPER,12345", "GATEWAY,4002", "LIVE,4001", "LIVE,7496"})
    void shouldTakeTheRightPorts(Mode mode, int port) {
        assertThat(settings(mode, port).withAccount(live("U1")).problems()).isEmpty();
    }

    @Test
    void shouldRefuseRealMoneyWithoutConfirmationAndWithoutAnAllowList() {
        assertThat(settings(Mode.LIVE, 4001).problems())
                .hasSize(2)
                .anyMatch(p -> p.contains("--confirm-live"))
                .anyMatch(p -> p.contains("IBKR_APPROVED_ACCOUNTS"));
    }

    @Test
    void shouldRefuseToSendOrdersWhileReadOnly() {
        var readOnly =
                defaults.withMode(Mode.GATEWAY).withGateway(new RunnerSettings.Gateway("127.0.0.1", 4002, 1, true));
        assertThat(readOnly.problems()).singleElement().asString().contains("IBKR_READONLY");
        assertThat(readOnly.withMode(Mode.PAPER).problems()).isEmpty();
    }

    @Test
    void shouldRefuseARealAccountInModeGatewayWithoutNamingItInFull() {
        assertThatThrownBy(() -> ModeRules.choose(settings(Mode.GATEWAY, 4002), List.of("U7654321")))
                .hasMessageContaining("paper account")
                .hasMessageNotContaining("U7654321");
    }

    @Test
    void shouldTakePaperAccountsInModeGateway() {
        assertThat(ModeRules.choose(settings(Mode.GATEWAY, 4002), List.of("DF1234567")))
                .isEqualTo("DF1234567");
    }

    @Test
    void shouldRefuseALiveAccountThatIsNotApproved() {
        assertThatThrownBy(() ->
                        ModeRules.choose(settings(Mode.LIVE, 4001).withAccount(live("U1111111")), List.of("U2222222")))
                .hasMessageContaining("IBKR_APPROVED_ACCOUNTS");
        assertThat(ModeRules.choose(settings(Mode.LIVE, 4001).withAccount(live("U1111111")), List.of("U1111111")))
                .isEqualTo("U1111111");
    }

    @Test
    void shouldNotGuessAmongSeveralAccountsWhenOrdersAreSent() {
        List<String> two = List.of("DU1111111", "DU2222222");
        assertThatThrownBy(() -> ModeRules.choose(settings(Mode.GATEWAY, 4002), two))
                .hasMessageContaining("IBKR_ACCOUNT");
        assertThat(ModeRules.choose(settings(Mode.PAPER, 4002), two)).isEqualTo("DU1111111");
    }

    @Test
    void shouldRefuseAnAccountOfAnotherLogin() {
        var chosen = settings(Mode.PAPER, 4002)
                .withAccount(new RunnerSettings.AccountChoice(Optional.of("DU9999999"), List.of(), false));
        assertThatThrownBy(() -> ModeRules.choose(chosen, List.of("DU1111111")))
                .hasMessageContaining("not of this login");
    }
}
