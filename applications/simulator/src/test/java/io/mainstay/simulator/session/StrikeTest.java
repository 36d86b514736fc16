package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.protocol.message.CurrentTimeInMillis;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.ReqCurrentTimeInMillis;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqIds;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.simulator.fault.FaultCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When faults strike: every condition, with one fault or another. */
class StrikeTest {
    private final GatewayHarness harness = new GatewayHarness();

    private void on(String spec) {
        harness.gateway.switchOn(FaultCatalogue.parse(spec).orElseThrow(), harness.now());
    }

    private boolean isOn(String name) {
        return harness.gateway.report().isOn(name);
    }

    private static boolean answers(TestPeer client) {
        return !client.send(new ReqCurrentTimeInMillis())
                .take(CurrentTimeInMillis.class)
                .isEmpty();
    }

    @Test
    void shouldStrikeAtOneConnection() {
        on("reset-on-connect@connection:2");
        assertThat(harness.connect().aborted).isFalse();
        assertThat(harness.connect().aborted).isTrue();
        assertThat(harness.connect().aborted).isFalse();
    }

    @Test
    void shouldStrikeFromAConnectionOn() {
        on("reset-on-connect@connection:2+");
        assertThat(harness.connect().aborted).isFalse();
        assertThat(harness.connect().aborted).isTrue();
        assertThat(harness.connect().aborted).isTrue();
    }

    @Test
    void shouldStrikeAtOneClient() {
        on("read-only@client:7");
        assertThat(harness.ready(6).place(1, TestPeer.order("BUY", 1, "MKT")).takeErrors())
                .isEmpty();
        assertThat(harness.ready(7).place(1, TestPeer.order("BUY", 1, "MKT")).takeErrors())
                .containsExactly(321);
    }

    @Test
    void shouldStrikeWithTheNthRequestAndItsAnswer() {
        on("cut-at-byte=5@after:REQ_HISTORICAL_DATA:2");
        TestPeer client = harness.ready(7);
        assertThat(client.send(history(1)).take(HistoricalData.class)).hasSize(1);
        client.raw.reset();
        client.send(history(2));
        assertThat(client.finished).isTrue();
        assertThat(client.raw.size()).isEqualTo(5);
    }

    @Test
    void shouldWaitForTheRequestOfTheConnectionThatItNames() {
        on("black-hole@after:REQ_IDS@connection:2");
        TestPeer first = harness.ready(1);
        TestPeer second = harness.ready(2);
        first.send(new ReqIds(1));
        assertThat(answers(first)).isTrue();
        second.send(new ReqIds(1));
        assertThat(answers(second)).isFalse();
        assertThat(answers(first)).isTrue();
    }

    @Test
    void shouldStrikeAtItsTimeForItsTime() {
        on("refuse@time:10s@for:5s");
        harness.pass(Duration.ofMillis(9_999));
        assertThat(isOn("refuse")).isFalse();
        harness.pass(Duration.ofMillis(1));
        assertThat(isOn("refuse")).isTrue();
        harness.pass(Duration.ofMillis(4_999));
        assertThat(isOn("refuse")).isTrue();
        harness.pass(Duration.ofMillis(1));
        assertThat(isOn("refuse")).isFalse();
    }

    /** The harness starts at 10:10 in New York. */
    @Test
    void shouldStrikeAtATimeOfTheDayInNewYork() {
        on("refuse@time:10:15");
        on("read-only@time:10:09:30");
        harness.pass(Duration.ofMinutes(5).minusMillis(1));
        assertThat(isOn("refuse")).isFalse();
        harness.pass(Duration.ofMillis(1));
        assertThat(isOn("refuse")).isTrue();
        harness.pass(Duration.ofHours(23).plusMinutes(54));
        assertThat(isOn("read-only")).isFalse();
        harness.pass(Duration.ofSeconds(30));
        assertThat(isOn("read-only")).isTrue();
    }

    @Test
    void shouldCountFromTheFirstSessionsStart() {
        on("refuse@session:2s");
        harness.pass(Duration.ofHours(1));
        assertThat(isOn("refuse")).isFalse();
        harness.ready(7);
        harness.pass(Duration.ofSeconds(2));
        assertThat(isOn("refuse")).isTrue();
    }

    @Test
    void shouldStrikeSoManyTimes() {
        on("no-answer=REQ_CURRENT_TIME_IN_MILLIS:forever@times:2");
        TestPeer client = harness.ready(7);
        assertThat(List.of(answers(client), answers(client), answers(client))).containsExactly(false, false, true);
    }

    @Test
    void shouldStrikeByChanceThatTheSeedDecides() {
        List<Boolean> first = chances();
        assertThat(first.stream().filter(answered -> !answered)).hasSizeBetween(50, 150);
        assertThat(chances()).isEqualTo(first);
    }

    private static List<Boolean> chances() {
        var harness = new GatewayHarness("no-answer=REQ_CURRENT_TIME_IN_MILLIS:forever@probability:0.1");
        TestPeer client = harness.ready(7);
        var answered = new ArrayList<Boolean>();
        for (int i = 0; i < 1000; i++) {
            answered.add(answers(client));
        }
        return answered;
    }

    @Test
    void shouldStopASharePickedOnceOfTheStreamsByChance() {
        on("stream-stalls@probability:0.5");
        TestPeer client = harness.ready(7);
        for (int id = 1; id <= 40; id++) {
            client.send(new ReqMktData(id, TestPeer.AAPL, "", false, false, ""));
        }
        client.takeAll();
        harness.pass(Duration.ofMinutes(1));
        assertThat(client.take(TickPrice.class).stream().map(TickPrice::reqId).distinct())
                .hasSizeBetween(10, 30);
    }

    @Test
    void shouldTakeTheSameFaultTwiceWithDifferentTriggersAndSwitchThemOffByName() {
        on("refuse@time:10s");
        on("refuse@time:20s");
        on("refuse@time:20s");
        assertThat(harness.gateway.report().faults()).hasSize(2).allMatch(GatewayReport.FaultLine::waits);
        assertThat(harness.gateway.switchOff("refuse@time:20s", harness.now())).isTrue();
        assertThat(harness.gateway.switchOff("refuse", harness.now())).isTrue();
        assertThat(harness.gateway.switchOff("refuse", harness.now())).isFalse();
        harness.pass(Duration.ofMinutes(1));
        assertThat(isOn("refuse")).isFalse();
    }

    @Test
    void shouldForgetTheStreamsAndConnectionsOfAProcessThatEnded() {
        on("wedge-after-1");
        harness.ready(7).end();
        assertThat(harness.connect().greet(100, 200).greeting()).isNull();
        on("auto-restart@for:30s");
        harness.pass(Duration.ofSeconds(30));
        assertThat(answers(harness.ready(7))).isTrue();
    }

    @Test
    void shouldSendAtTheEndWhatItHasCollected() {
        on("coalesced=1m");
        on("duplicate-client-id");
        TestPeer client = harness.connect().greet(100, 200).start(7);
        assertThat(client.finished).isTrue();
        assertThat(client.takeErrors()).containsExactly(326);
    }

    @Test
    void shouldHoldIdsAndRollOrderIdsBackAfterARestartIfAskedTo() {
        harness.ready(7).place(5, TestPeer.order("BUY", 1, "MKT"));
        on("held-client-id=10s");
        on("order-ids-rolled-back");
        on("auto-restart@for:30s");
        harness.pass(Duration.ofSeconds(5));
        assertThat(harness.connect().greet(100, 200).start(7).takeErrors()).contains(326);
        harness.pass(Duration.ofSeconds(5));
        assertThat(harness.connect().greet(100, 200).start(7).take(NextValidId.class))
                .containsExactly(new NextValidId(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refuse@",
                "refuse@noon",
                "refuse@connection:1",
                "link-down@probability:0.5",
                "half-open@connection:0",
                "half-open@connection:x",
                "half-open@client:-1",
                "half-open@time:soon",
                "half-open@time:25:00",
                "half-open@for:",
                "half-open@after:lower",
                "half-open@after:PLACE_ORDER:0",
                "half-open@times:0",
                "half-open@probability:2",
                "half-open=3",
                "slow-login=soon",
                "no-answer=lower",
                "no-answer=REQ_IDS:x",
                "error=REQ_IDS",
                "error=REQ_IDS:7777777",
                "history-error=bad",
                "client-limit=x",
                "redirect=a b",
                "port-change=70000",
                "garbled=unknown-id:x",
                "no-end=HISTORICAL_DATA"
            })
    void shouldSayWhatIsWrong(String spec) {
        assertThatThrownBy(() -> FaultCatalogue.parse(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(fault|condition|port-change|slow-login).*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "wedge-after", "wedge-after-x", "refuse-3", "Refuse", "@time:1s"})
    void shouldKnowNoOthers(String spec) {
        assertThat(FaultCatalogue.parse(spec)).isEmpty();
    }

    private static ReqHistoricalData history(int id) {
        return new ReqHistoricalData(id, TestPeer.AAPL, "", "1 day", "2 D", 1, "TRADES", 1, false, "");
    }
}
