package io.mainstay.system.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Json;
import io.mainstay.system.support.NodeProgram;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an unmodified @stoqey/ib sends, at every version that it speaks, against our reading of it. Each request is sent
 * first empty and then with one argument more each time. The argument is on the wire if the bytes differ from those
 * before; then our message has to hold exactly this value more, in exactly its field.
 */
class RequestOracleTest {
    private static final int OLDEST = 100;
    private static final int NEWEST = 193;

    /** Requests that this client has no method for, and why that is so. */
    private static final Map<String, String> NOT_SENT = Map.of(
            "StartApi", "sent by the client itself; looked at in shouldReadHowTheClientStarts",
            "VerifyRequest", "for IB's own programs, the client leaves it out",
            "VerifyMessage", "for IB's own programs, the client leaves it out",
            "VerifyAndAuthRequest", "for IB's own programs, the client leaves it out",
            "VerifyAndAuthMessage", "for IB's own programs, the client leaves it out",
            "ReqCurrentTimeInMillis", "newer than the client");

    /** Fields that this client never fills, and why that is so. */
    private static final Map<String, String> NOT_FILLED = Map.ofEntries(
            Map.entry("CalculateImpliedVolatility.implVolOptions", "no argument of the client's method"),
            Map.entry("CalculateOptionPrice.optPrcOptions", "no argument of the client's method"),
            Map.entry("CancelOrder.rfqExtOperator", "always sent empty"),
            Map.entry("CancelOrder.rfqExternalUserId", "always sent empty"),
            Map.entry("CancelOrder.rfqManualOrderIndicator", "always sent as none"),
            Map.entry("ExerciseOptions.customerAccount", "no argument of the client's method"),
            Map.entry("ExerciseOptions.manualOrderTime", "no argument of the client's method"),
            Map.entry("ExerciseOptions.professionalCustomer", "no argument of the client's method"),
            Map.entry("PlaceOrder.order.externalUserId", "always sent empty"),
            Map.entry("PlaceOrder.order.faProfile", "always sent empty"),
            Map.entry("PlaceOrder.order.rfqManualOrderIndicator", "always sent as none"),
            Map.entry("PlaceOrder.order.sharesAllocation", "always sent empty"),
            Map.entry("ReqFundamentalData.fundamentalDataOptionsCount", "left out, as Java clients do"),
            Map.entry("CalculateImpliedVolatility.implVolOptionsCount", "sent by ib_async alone"),
            Map.entry("CalculateOptionPrice.optPrcOptionsCount", "sent by ib_async alone"),
            Map.entry("ReqHistoricalData.chartOptions", "no argument of the client's method"),
            Map.entry("ReqHistoricalTicks.miscOptions", "no argument of the client's method"),
            Map.entry("ReqMktData.mktDataOptions", "always sent empty"));

    private static final List<ScriptedGateway.Session> SESSIONS = new ArrayList<>();
    private static final List<RequestReading> READINGS = new ArrayList<>();

    @BeforeAll
    static void callEveryRequestAtEveryVersion() {
        List<Integer> versions = IntStream.rangeClosed(OLDEST, NEWEST).boxed().toList();
        try (var home = new Home();
                var gateway = ScriptedGateway.listening(versions, new NextValidId(1))) {
            CommandResult client = NodeProgram.run(
                    home,
                    "requests.js",
                    "127.0.0.1",
                    Integer.toString(gateway.port()),
                    Integer.toString(versions.size()));
            assertThat(client.exitCode()).as(client.stderr()).isZero();
            SESSIONS.addAll(gateway.sessions());
            List<Map<String, Object>> calls = client.jsonLines();
            for (int i = 0; i < SESSIONS.size(); i++) {
                READINGS.add(new RequestReading(SESSIONS.get(i), Json.of(calls.get(i)), Arguments::new));
            }
        }
    }

    @AfterAll
    static void forget() {
        SESSIONS.clear();
        READINGS.clear();
    }

    @Test
    void shouldReadHowTheClientStarts() {
        for (int i = 0; i < SESSIONS.size(); i++) {
            ScriptedGateway.Session session = SESSIONS.get(i);
            byte[] start = session.payloads().getFirst();
            assertThat(session.greeting().minVersion()).isEqualTo(OLDEST);
            assertThat(session.greeting().maxVersion()).isEqualTo(NEWEST);
            assertThat(MessageCodec.readOutgoing(start, 0, start.length, session.serverVersion()))
                    .isEqualTo(new StartApi(i, ""));
        }
    }

    @Test
    void shouldReadEachArgumentOfEachRequestInItsOwnFieldAndLeaveNoFieldOver() {
        assertThat(READINGS.stream().flatMap(reading -> reading.problems().stream()))
                .isEmpty();
    }

    @Test
    void shouldHaveSeenEveryRequestWithEveryFieldThatAVersionDescribes() {
        var holes = new TreeSet<String>();
        var excused = new HashSet<String>();
        READINGS.forEach(reading -> reading.addHoles(NOT_SENT.keySet(), NOT_FILLED.keySet(), holes, excused));
        assertThat(holes).isEmpty();
        var listed = new HashSet<>(NOT_SENT.keySet());
        listed.addAll(NOT_FILLED.keySet());
        // Newer than this client, so no session here knows it.
        listed.remove("ReqCurrentTimeInMillis");
        assertThat(excused).as("exceptions that are still ones").containsAll(listed);
    }
}
