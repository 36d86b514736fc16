package io.mainstay.simulator.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.simulator.GatewaySimulator;
import io.mainstay.simulator.SimulatorConfig;
import io.mainstay.simulator.clock.SteppedClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a script, or does not come, is said with its place. */
class ScriptLanguageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connect id=1 | x.script:1: the first line must be a comment",
                "# title | x.script:1: nothing is done in it",
                "# title;jump | x.script:2: there is no verb \"jump\"",
                "# title;open;send REQ_MKT_DAT reqId=1 | x.script:3: no message of a client is called REQ_MKT_DAT; did"
                        + " you mean REQ_MKT_DATA?",
                "# title;send REQ_MKT_DATA contract.symbl=A | Contract has no field symbl; did you mean symbol?",
                "# title;send REQ_MKT_DATA reqId=one | x.script:2: reqId can't be \"one\"",
                "# title;send REQ_MKT_DATA reqId=1 reqId=2 | x.script:2: reqId is given twice",
                "# title;expect TICK_PRICE prize=1 | x.script:2: TickPrice has no field prize; did you mean price?",
                "# title;expect HISTORICAL_DATA bars=1 | x.script:2: bars is a list: .size, [0] or [*] may follow",
                "# title;expect OPEN_ORDER contract=1 | x.script:2: contract is a structure",
                "# title;expect TICK_PRICE price~[ | x.script:2: \"[\" is no regular expression",
                "# title;expect in any order;TICK_PRICE | x.script:2: its end is missing",
                "# title;advance soon | x.script:2: \"soon\" is no duration such as 20ms, 5s, 3m or 8h",
                "# title;raw 0 | x.script:2: raw takes whole bytes",
                "# title;tws sleeps | x.script:2: tws enters, cancels, corrects or publishes",
                "# title;for version in 99;open | x.script:2: version 99 is not one of 100 to 225",
                "# title;direct;open | x.script:2: say why: direct because ...",
                "# title;expect TICK_PRICE \"reqId | x.script:2: a quote is not ended",
                "# title;open A now | x.script:2: nothing is known of \"now\" here"
            })
    void shouldSayWhereAScriptCanNotBeRead(String text, String complaint) {
        assertThatThrownBy(() -> Script.parse("x.script", text.replace(';', '\n')))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "send REQ_IDS numIds=1 | x.script:2: there is no client A yet",
                "connect id=1;send REQ_IDS;expect CURRENT_TIME | x.script:4: expected CURRENT_TIME; instead came",
                "connect id=1;send REQ_IDS;expect NEXT_VALID_ID orderId=77 | NEXT_VALID_ID orderId=1",
                "connect id=1;expect CURRENT_TIME | x.script:3: expected CURRENT_TIME; nothing came",
                "connect id=1;send REQ_IDS;send REQ_MANAGED_ACCTS;next MANAGED_ACCTS | x.script:5: expected"
                        + " MANAGED_ACCTS next; instead came",
                "connect id=1;send REQ_IDS;expect nothing | x.script:4: this came all the same: NEXT_VALID_ID"
                        + " orderId=1",
                "connect id=1;send REQ_IDS;expect no NEXT_VALID_ID | x.script:4: this came all the same: NEXT_VALID_ID",
                "connect id=1;expect in any order;CURRENT_TIME;end | x.script:4: expected CURRENT_TIME; nothing came",
                "connect id=1;expect closed | x.script:3: the connection did not end",
                "open;greet 100..150;expect greeting 151 | x.script:4: expected version 151, and 150 came",
                "open;expect greeting 151 | x.script:3: expected a greeting with version 151, and nothing came",
                "connect id=1;cut;expect nothing | x.script:4: the connection ended",
                "connect id=1;send REQ_MARKET_RULE marketRuleId=$rule | x.script:3: $rule is not set",
                "connect id=1 version=100;send REQ_MARKET_RULE marketRuleId=26 | x.script:3: REQ_MARKET_RULE is there"
                        + " since version 126, this is 100",
                "connect id=1;fault on gremlin | x.script:3: no fault is called gremlin",
                "gateway moon=full;connect id=1 | x.script:1: a gateway has no \"moon\""
            })
    void shouldSayWhatCameInstead(String text, String complaint) {
        Script script = Script.parse("x.script", "# title\n" + text.replace(';', '\n'));
        assertThatThrownBy(() -> runEmbedded(script))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void shouldHoldOverSocketsWhatHoldsInOneThread() throws Exception {
        Script script = Script.parse("x.script", """
                # An order over sockets
                connect A id=1 next=$o
                connect B id=2
                send A PLACE_ORDER orderId=$o contract.conId=265598 contract.exchange=SMART order.action=BUY \
                order.totalQuantity=10 order.orderType=MKT order.tif=DAY order.transmit=true
                expect A EXECUTION_DATA orderId=$o execution.price=$price
                expect A ORDER_STATUS status=Filled avgFillPrice=$price
                expect B nothing for 1s
                fault on link-down
                expect B ERR_MSG errorCode=1100
                cut A
                expect A closed
                """);
        runEmbedded(script);
        var clock = new SteppedClock(Instant.parse("2026-11-20T15:10:00Z"));
        try (var simulator = GatewaySimulator.start(SimulatorConfig.defaults().withClock(clock));
                var stage = SocketStage.before(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), simulator.port()),
                        200,
                        simulator,
                        clock)) {
            ScriptRun.run(script, 200, stage);
            assertThat(simulator.stats().connections().accepted()).isEqualTo(2);
        }
    }

    private static void runEmbedded(Script script) {
        try (var stage = new EmbeddedStage(script, 200)) {
            ScriptRun.run(script, 200, stage);
        }
    }
}
