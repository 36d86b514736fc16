package io.mainstay.system.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Json;
import io.mainstay.system.support.NodeProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an unmodified ib-tws-api sends, at every version that it speaks, against our reading of it: a second encoder, of
 * another author than @stoqey/ib. It gives its requests their ids itself and has methods for fewer of them.
 */
class IbTwsApiRequestOracleTest {
    private static final int OLDEST = 100;
    private static final int NEWEST = 151;

    /** So large that no other field holds the id that the client gives a request. */
    private static final int NEXT_VALID_ID = 1_000_000;

    /** Requests whose method in this client does nothing but throw that it is not implemented. */
    private static final Set<String> NOT_IMPLEMENTED = Set.of(
            "CalculateImpliedVolatility",
            "CalculateOptionPrice",
            "CancelAccountSummary",
            "CancelAccountUpdatesMulti",
            "CancelCalculateImpliedVolatility",
            "CancelCalculateOptionPrice",
            "CancelFundamentalData",
            "CancelMktDepth",
            "CancelNewsBulletins",
            "CancelPnl",
            "CancelPositionsMulti",
            "ExerciseOptions",
            "QueryDisplayGroups",
            "ReplaceFA",
            "ReqAccountSummary",
            "ReqAccountUpdatesMulti",
            "ReqCompletedOrders",
            "ReqExecutions",
            "ReqFamilyCodes",
            "ReqFundamentalData",
            "ReqHistoricalNews",
            "ReqManagedAccts",
            "ReqMarketRule",
            "ReqMatchingSymbols",
            "ReqMktDepth",
            "ReqMktDepthExchanges",
            "ReqNewsArticle",
            "ReqNewsBulletins",
            "ReqNewsProviders",
            "ReqPnl",
            "ReqPnlSingle",
            "ReqPositionsMulti",
            "ReqRealTimeBars",
            "ReqSmartComponents",
            "ReqSoftDollarTiers",
            "RequestFA",
            "SubscribeToGroupEvents",
            "UnsubscribeFromGroupEvents",
            "UpdateDisplayGroup");

    /** Other requests that this client does not send at some version, and why that is so. */
    private static final Map<String, String> NOT_SENT = Map.ofEntries(
            Map.entry("CancelPnlSingle", "the body of the method is a comment"),
            Map.entry("CancelTickByTickData", "only with a stream, so not before 140"),
            Map.entry("ReqIds", "no method"),
            Map.entry("ReqScannerSubscription", "the method uses names that nothing declares"),
            Map.entry("ReqTickByTickData", "refused before 140, as if the later fields were always used"),
            Map.entry("SetServerLogLevel", "no method"),
            Map.entry("StartApi", "sent by the client itself; looked at in shouldReadHowTheClientStarts"),
            Map.entry("VerifyAndAuthMessage", "no method"),
            Map.entry("VerifyAndAuthRequest", "no method"),
            Map.entry("VerifyMessage", "no method"),
            Map.entry("VerifyRequest", "no method"));

    private static final String CONDITIONS = "the client refuses conditions as not implemented";
    private static final String MARKET_DATA_LEGS = "the client fails on a name that it does not declare";

    /** Fields that this client never fills at some version, and why that is so. */
    private static final Map<String, String> NOT_FILLED = Map.ofEntries(
            Map.entry("PlaceOrder.order.conditions.#.conId", CONDITIONS),
            Map.entry("PlaceOrder.order.conditions.#.conjunction", CONDITIONS),
            Map.entry("PlaceOrder.order.conditions.#.exchange", CONDITIONS),
            Map.entry("PlaceOrder.order.conditions.#.isMore", CONDITIONS),
            Map.entry("PlaceOrder.order.conditions.#.secType", CONDITIONS),
            Map.entry("PlaceOrder.order.conditions.#.symbol", CONDITIONS),
            Map.entry("PlaceOrder.order.conditions.#.triggerMethod", CONDITIONS),
            Map.entry("PlaceOrder.order.conditions.#.type", CONDITIONS),
            Map.entry("PlaceOrder.order.conditions.#.value", CONDITIONS),
            Map.entry("PlaceOrder.order.conditionsCancelOrder", CONDITIONS),
            Map.entry("PlaceOrder.order.conditionsIgnoreRth", CONDITIONS),
            Map.entry("PlaceOrder.order.sharesAllocation", "always sent empty"),
            Map.entry("ReqMktData.contract.comboLegs.#.action", MARKET_DATA_LEGS),
            Map.entry("ReqMktData.contract.comboLegs.#.conId", MARKET_DATA_LEGS),
            Map.entry("ReqMktData.contract.comboLegs.#.exchange", MARKET_DATA_LEGS),
            Map.entry("ReqMktData.contract.comboLegs.#.ratio", MARKET_DATA_LEGS),
            Map.entry("ReqMktData.mktDataOptions", "always sent empty"));

    private static final List<ScriptedGateway.Session> SESSIONS = new ArrayList<>();
    private static final List<Json> CALLS = new ArrayList<>();
    private static final List<RequestReading> READINGS = new ArrayList<>();

    @BeforeAll
    static void callEveryRequestAtEveryVersion() {
        List<Integer> versions = IntStream.rangeClosed(OLDEST, NEWEST).boxed().toList();
        try (var home = new Home();
                var gateway = ScriptedGateway.listening(
                        versions, new NextValidId(NEXT_VALID_ID), new ManagedAccounts("account"))) {
            CommandResult client = NodeProgram.run(
                    home,
                    "ib-tws-api-requests.mjs",
                    "127.0.0.1",
                    Integer.toString(gateway.port()),
                    Integer.toString(versions.size()));
            assertThat(client.exitCode()).as(client.stderr()).isZero();
            SESSIONS.addAll(gateway.sessions());
            client.jsonLines().forEach(line -> CALLS.add(Json.of(line)));
            for (int i = 0; i < SESSIONS.size(); i++) {
                READINGS.add(new RequestReading(SESSIONS.get(i), CALLS.get(i), message -> new Arguments()));
            }
        }
    }

    @AfterAll
    static void forget() {
        SESSIONS.clear();
        CALLS.clear();
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
                    .isEqualTo(new StartApi(i + 1, ""));
        }
    }

    @Test
    void shouldReadEachArgumentOfEachRequestInItsOwnFieldAndLeaveNoFieldOver() {
        assertThat(READINGS.stream().flatMap(reading -> reading.problems().stream()))
                .isEmpty();
    }

    @Test
    void shouldHaveSeenEveryRequestOfTheClientWithEveryFieldThatAVersionDescribes() {
        var holes = new TreeSet<String>();
        var excused = new TreeSet<String>();
        var notSent = new TreeSet<>(NOT_SENT.keySet());
        notSent.addAll(NOT_IMPLEMENTED);
        READINGS.forEach(reading -> reading.addHoles(notSent, NOT_FILLED.keySet(), holes, excused));
        assertThat(holes).isEmpty();
        var listed = new TreeSet<>(notSent);
        listed.addAll(NOT_FILLED.keySet());
        assertThat(excused).as("exceptions that are still ones").isEqualTo(listed);
        assertThat(READINGS.getLast().messages()).contains("ReqTickByTickData", "CancelTickByTickData");
    }

    /** The methods that are not called can send nothing. */
    @Test
    void shouldCallEveryMethodThatSendsSomething() {
        for (Json calls : CALLS) {
            Map<?, ?> unused = calls.at("unused").fields();
            assertThat(unused).isNotEmpty();
            unused.forEach((method, why) -> {
                switch (method.toString()) {
                    // Its body is a comment.
                    case "cancelPnLSingle" -> assertThat(why).isEqualTo("nothing");
                    // It uses names that nothing declares.
                    case "reqScannerSubscription" -> assertThat(why.toString()).endsWith("is not defined");
                    default -> assertThat(why).as(method.toString()).isEqualTo("not implemented yet");
                }
            });
        }
    }
}
