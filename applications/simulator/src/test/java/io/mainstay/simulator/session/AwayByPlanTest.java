package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.simulator.calendar.GatewayCalendar;
import io.mainstay.simulator.market.MarketHours;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A gateway that follows a calendar. It is Friday, ten past ten in New York. */
class AwayByPlanTest {
    private final GatewayHarness harness =
            new GatewayHarness("normal", MarketHours.SCHEDULE, GatewayHarness.START, new SettableMarket());

    @Test
    void shouldBeAwayAsItsCalendarSaysOverAWeekend() {
        List<String> switches = new ArrayList<>();
        harness.gateway.faults().addListener((fault, on) -> switches.add(at() + fault.name() + (on ? " on" : " off")));
        harness.gateway.follow(GatewayCalendar.of("us"));
        harness.pass(Duration.ofDays(4));
        assertThat(switches)
                .containsExactly(
                        "21T04:00 maintenance on",
                        "21T04:45 auto-restart on",
                        "21T04:45 auto-restart off",
                        "21T08:00 maintenance off",
                        "22T04:45 auto-restart on",
                        "22T04:45 auto-restart off",
                        "22T05:30 nightly-reset on",
                        "22T05:35 nightly-reset off",
                        "23T04:45 weekly-login on",
                        "23T04:55 weekly-login off",
                        "23T05:30 nightly-reset on",
                        "23T05:35 nightly-reset off",
                        "24T04:45 auto-restart on",
                        "24T04:45 auto-restart off",
                        "24T05:30 nightly-reset on",
                        "24T05:35 nightly-reset off");
    }

    private String at() {
        return harness.gateway.now().toString().substring(8, 16) + " ";
    }

    @Test
    void shouldMissNoEventOfATimeThatIsJumpedOver() {
        List<String> switches = new ArrayList<>();
        harness.gateway.faults().addListener((fault, on) -> switches.add(at() + fault.name() + (on ? " on" : " off")));
        harness.gateway.follow(GatewayCalendar.parse("Sun-Sat 12:00 UTC refuse 1h"));
        harness.jump(Duration.ofDays(2));
        assertThat(switches)
                .containsExactly(
                        "21T12:00 refuse on", "21T13:00 refuse off", "22T12:00 refuse on", "22T13:00 refuse off");
    }

    @Test
    void shouldTellOfTheNightlyResetAndGoOn() {
        harness.gateway.follow(GatewayCalendar.parse("Fri 15:11 UTC nightly-reset=2m"));
        TestPeer peer = harness.ready(7);
        harness.pass(Duration.between(harness.now(), Instant.parse("2026-11-20T15:14:00Z")));
        assertThat(peer.take(ErrorMessage.class))
                .extracting(ErrorMessage::errorCode)
                .contains(1100, 1101);
        assertThat(peer.isOver()).isFalse();
    }

    @Test
    void shouldStayMuteAfterTheWeeklyRestartUntilTheSecondFactorIsConfirmed() {
        harness.gateway.follow(GatewayCalendar.parse("Fri 15:11 UTC weekly-login"));
        TestPeer before = harness.ready(7);
        harness.pass(Duration.ofMinutes(2));
        assertThat(before.isOver()).isTrue();
        TestPeer during = harness.connect().greet(100, 200);
        harness.pass(Duration.ofHours(30));
        assertThat(during.greeting()).isNull();
        assertThat(harness.gateway.faults().switchOff("weekly-login")).isTrue();
        assertThat(harness.connect().greet(100, 200).greeting()).isNotNull();
    }
}
