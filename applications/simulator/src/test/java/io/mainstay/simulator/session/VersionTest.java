package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.ApiConfig;
import io.mainstay.protocol.message.ApiSettingsConfig;
import io.mainstay.protocol.message.ConfigResponse;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.HeadTimestamp;
import io.mainstay.protocol.message.ReqConfig;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqHeadTimestamp;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.TickReqParams;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.UpdateConfig;
import io.mainstay.protocol.message.UpdateConfigResponse;
import io.mainstay.protocol.message.UpdateMktDepthL2;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What depends on the version beyond how messages are written. */
class VersionTest {
    private static final BigDecimal LOT = BigDecimal.valueOf(100);

    private final GatewayHarness harness = new GatewayHarness();

    @ParameterizedTest
    @CsvSource({"158, 159, 0", "219, 220, 8"})
    void shouldCountAQuotesSizesInLotsBeforeTheVersionAndInSharesFromItOn(int before, int since, int tickType) {
        BigDecimal lots = size(harness.ready(1, before), tickType);
        BigDecimal shares = size(harness.ready(2, since), tickType);
        assertThat(lots).isPositive().isEqualByComparingTo(shares.divideToIntegralValue(LOT));
    }

    private static BigDecimal size(TestPeer peer, int tickType) {
        return peer.send(new ReqMktData(1, TestPeer.AAPL, "", false, false, "")).take(TickSize.class).stream()
                .filter(tick -> tick.tickType() == tickType)
                .map(tick -> Objects.requireNonNull(tick.size()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldCountABooksSizesInTheSameUnitAsQuotes() {
        assertThat(depth(harness.ready(1, 158)))
                .isPositive()
                .isEqualByComparingTo(depth(harness.ready(2, 159)).divideToIntegralValue(LOT));
    }

    private static BigDecimal depth(TestPeer peer) {
        return Objects.requireNonNull(peer.send(new ReqMktDepth(1, TestPeer.AAPL, 5, true, ""))
                .take(UpdateMktDepthL2.class)
                .getFirst()
                .size());
    }

    @ParameterizedTest
    @CsvSource({"200, 20040102-14:30:00", "213, 20040102-14:30:00", "214, 20040102-14:30:00Z", "225, 20040102-14:30:00Z"
    })
    void shouldMarkTimesInUtcFrom214On(int version, String head) {
        assertThat(harness.ready(1, version)
                        .send(new ReqHeadTimestamp(4, TestPeer.AAPL, 1, "TRADES", 1))
                        .take(HeadTimestamp.class))
                .containsExactly(new HeadTimestamp(4, head));
    }

    @Test
    void shouldTellThePrecisionOfLastPricesFrom224On() {
        assertThat(precision(harness.ready(1, 223))).isEmpty();
        assertThat(precision(harness.ready(2, 224))).isEqualTo("0.000001");
    }

    private static String precision(TestPeer peer) {
        return peer.send(new ReqMktData(1, TestPeer.AAPL, "787", false, false, ""))
                .take(TickReqParams.class)
                .getFirst()
                .lastPricePrecision();
    }

    @ParameterizedTest
    @CsvSource({"199", "200", "225"})
    void shouldTellOfEarlierDaysExecutionsWhoeverCanAskForThem(int version) {
        TestPeer peer = harness.ready(7, version);
        peer.place(1, TestPeer.order("BUY", 10, "MKT"));
        harness.pass(Duration.ofDays(1));
        peer.place(2, TestPeer.order("BUY", 10, "MKT"));
        harness.pass(Duration.ofMinutes(1));
        peer.takeAll();
        assertThat(executions(peer, null, List.of())).containsExactly(2);
        if (version < 200) {
            assertThat(executions(peer, 2, List.of()))
                    .as("it can't be asked for")
                    .containsExactly(2);
        } else {
            assertThat(executions(peer, 2, List.of())).containsExactly(1, 2);
            assertThat(executions(peer, null, List.of(20261120))).containsExactly(1);
            assertThat(executions(peer, null, List.of(20261119))).isEmpty();
        }
    }

    private static List<Integer> executions(TestPeer peer, @Nullable Integer lastDays, List<Integer> dates) {
        return peer
                .send(new ReqExecutions(9, 0, "", "", "", "", "", "", lastDays, dates))
                .take(ExecDetails.class)
                .stream()
                .map(ExecDetails::orderId)
                .toList();
    }

    @Test
    void shouldTellItsSettingsAndRefuseByNameToChangeThem() {
        TestPeer peer = harness.ready(7, 225);
        ConfigResponse config =
                peer.send(new ReqConfig(1)).take(ConfigResponse.class).getFirst();
        ApiSettingsConfig settings =
                Objects.requireNonNull(Objects.requireNonNull(config.api()).settings());
        assertThat(settings.readOnlyApi()).isFalse();
        assertThat(settings.masterClientId()).isEqualTo(GatewayHarness.MASTER);

        assertThat(update(peer, ApiSettingsConfig.builder().readOnlyApi(false).build()))
                .isEqualTo(new UpdateConfigResponse(2, "Success", "", List.of(), List.of(), List.of()));
        UpdateConfigResponse refused = update(
                peer,
                ApiSettingsConfig.builder().readOnlyApi(true).socketPort(4001).build());
        assertThat(refused.status()).isEqualTo("Failed");
        assertThat(refused.changedFields()).isEmpty();
        assertThat(refused.errors())
                .containsExactly(
                        "api.settings.readOnlyApi: can't be changed in the simulator",
                        "api.settings.socketPort: can't be changed in the simulator");
    }

    private static UpdateConfigResponse update(TestPeer peer, ApiSettingsConfig wanted) {
        ApiConfig api = ApiConfig.builder().settings(wanted).build();
        return peer.send(new UpdateConfig(2, null, List.of(), api, null, List.of(), null))
                .take(UpdateConfigResponse.class)
                .getFirst();
    }
}
