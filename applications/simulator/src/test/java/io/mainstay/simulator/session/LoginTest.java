package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.AccountSummary;
import io.mainstay.protocol.message.AccountSummaryEnd;
import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.ReqAccountSummary;
import io.mainstay.protocol.message.ReqCurrentTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
    private final GatewayHarness harness = new GatewayHarness();

    @ParameterizedTest
    @ValueSource(ints = {100, 157, 178, 193, 200, 201, 206, 213, 225, 226})
    void shouldStartASessionAtTheSmallerVersionInTheOrderOfAGateway(int newest) {
        TestPeer peer = harness.connect().greet(100, newest);
        assertThat(Objects.requireNonNull(peer.greeting()).serverVersion()).isEqualTo(Math.min(newest, 225));
        assertThat(Objects.requireNonNull(peer.greeting()).connectionTime()).isEqualTo("20261120 10:10:00 EST");
        List<Message> start = peer.start(7).takeAll();
        assertThat(start.get(0)).isEqualTo(new ManagedAccounts("DU1234567"));
        assertThat(start.get(1)).isEqualTo(new NextValidId(1));
        assertThat(start.subList(2, start.size()))
                .extracting(m -> ((ErrorMessage) m).errorCode())
                .containsExactly(2104, 2104, 2106, 2158);
        assertThat(harness.gateway.report().connections().handshakes()).isOne();
    }

    @Test
    void shouldSpeakTheVersionOfEachClientAtTheSameTime() {
        List<TestPeer> peers = List.of(
                harness.connect().greet(100, 100),
                harness.connect().greet(100, 178),
                harness.connect().greet(157, 206),
                harness.connect().greet(213, 225));
        for (int id = 0; id < peers.size(); id++) {
            peers.get(id).start(id).takeAll();
        }
        for (TestPeer peer : peers) {
            peer.send(new ReqAccountSummary(1, "All", "NetLiquidation"));
        }
        assertThat(peers)
                .extracting(peer -> Objects.requireNonNull(peer.greeting()).serverVersion())
                .containsExactly(100, 178, 206, 225);
        assertThat(peers)
                .extracting(TestPeer::takeAll)
                .allSatisfy(answer -> assertThat(answer)
                        .isEqualTo(List.of(
                                new AccountSummary(1, "DU1234567", "NetLiquidation", answerOf(answer), "USD"),
                                new AccountSummaryEnd(1))));
    }

    private static String answerOf(List<? extends Message> answer) {
        return ((AccountSummary) answer.getFirst()).value();
    }

    @Test
    void shouldRefuseAVersionThatItDoesNotSpeak() {
        TestPeer peer = harness.connect().greet(226, 230);
        assertThat(peer.greeting()).isNull();
        assertThat(peer.finished).isTrue();
        assertThat(ends()).containsExactly("VERSION_NOT_SPOKEN");
    }

    @Test
    void shouldRefuseAClientIdThatIsInUseAndLetTheFirstGoOn() {
        TestPeer first = harness.ready(7);
        TestPeer second = harness.connect().greet(100, 200).start(7);
        assertThat(second.takeAll()).singleElement().satisfies(m -> {
            assertThat(((ErrorMessage) m).errorCode()).isEqualTo(326);
            assertThat(((ErrorMessage) m).id()).isEqualTo(-1);
        });
        assertThat(second.finished).isTrue();
        assertThat(first.send(new ReqCurrentTime()).take(CurrentTime.class)).hasSize(1);
        first.end();
        assertThat(harness.connect().greet(100, 200).start(7).take(NextValidId.class))
                .hasSize(1);
    }

    @Test
    void shouldServeThirtyTwoClientsAndNoMore() {
        for (int id = 0; id < 32; id++) {
            harness.ready(id);
        }
        assertThat(harness.connect().greet(100, 200).start(32).finished).isTrue();
        assertThat(ends()).containsExactly("TOO_MANY_CLIENTS");
    }

    @Test
    void shouldEndWhoSaysNothingAndWhoNeverStarts() {
        TestPeer silent = harness.connect();
        TestPeer greeted = harness.connect().greet(100, 200);
        harness.pass(Duration.ofSeconds(9));
        assertThat(silent.isOver()).isFalse();
        harness.pass(Duration.ofSeconds(1));
        assertThat(silent.finished).isTrue();
        assertThat(greeted.isOver()).isFalse();
        harness.pass(Duration.ofSeconds(60));
        assertThat(greeted.finished).isTrue();
        assertThat(ends()).containsExactly("NO_GREETING", "NO_START_API");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "API\0\0\0\0\0",
                "API\0\0\0\0\tv100.200 ",
                "API\0\u007f\u0000\u0000\u0000"
            })
    void shouldResetWhoIsNoTwsClient(String garbage) {
        TestPeer peer = harness.connect();
        peer.bytes(garbage.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(peer.aborted).isTrue();
        assertThat(harness.gateway.report().connections().aborted()).isOne();
        assertThat(harness.ready(1).isOver()).isFalse();
    }

    @Test
    void shouldAnswerAMessageThatItCannotReadAndGoOn() {
        TestPeer peer = harness.ready(7, 200);
        peer.bytes(new byte[] {0, 0, 0, 5, '9', '9', '9', '9', 0});
        peer.bytes(new byte[] {0, 0, 0, 3, 'x', 'y', 0});
        peer.bytes(new byte[] {0, 0, 0, 4, '6', '2', 0, '1'});
        assertThat(peer.takeErrors()).containsExactly(320, 320, 320);
        assertThat(peer.send(new ReqCurrentTime()).take(CurrentTime.class)).hasSize(1);
    }

    @Test
    void shouldAnswerABinaryMessageThatItCannotReadAndGoOn() {
        TestPeer peer = harness.ready(7, 225);
        peer.bytes(new byte[] {0, 0, 0, 2, 0, 1});
        peer.bytes(new byte[] {0, 0, 0, 4, 0, 0, 39, 15});
        peer.bytes(new byte[] {0, 0, 0, 6, 0, 0, 0, (byte) 209, 8, (byte) 0xFF});
        peer.bytes(new byte[] {0, 0, 0, 8, 0, 0, 0, (byte) 203, 18, 127, 1, 1});
        assertThat(peer.takeErrors()).containsExactly(320, 320, 320, 320);
        assertThat(peer.send(new ReqCurrentTime()).take(CurrentTime.class)).hasSize(1);
    }

    @Test
    void shouldEndASessionThatLosesItsPlace() {
        TestPeer peer = harness.ready(7);
        peer.bytes(new byte[] {-1, -1, -1, -1});
        assertThat(peer.aborted).isTrue();
        assertThat(ends()).containsExactly("BAD_FRAME");
    }

    private Iterable<String> ends() {
        return harness.gateway.report().connections().ends().keySet();
    }
}
