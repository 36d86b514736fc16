package io.mainstay.simulator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.simulator.GatewaySimulator;
import io.mainstay.simulator.SimulatorConfig;
import io.mainstay.simulator.clock.SteppedClock;
import io.mainstay.simulator.script.Script;
import io.mainstay.simulator.script.ScriptRun;
import io.mainstay.simulator.script.SocketStage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was recorded of the simulator, a client sees again in the replay. */
class RecordAndReplayTest {
    private static final String SESSION = """
            # A session with requests, a stream and an order
            connect id=$id next=$o version=$version
            send REQ_MANAGED_ACCTS
            expect MANAGED_ACCTS accountsList=$account
            send REQ_CONTRACT_DATA reqId=$req contract.symbol=AAPL contract.secType=STK contract.exchange=SMART \
            contract.currency=USD
            expect CONTRACT_DATA reqId=$req contractDetails.longName="APPLE INC"
            next CONTRACT_DATA_END reqId=$req
            send REQ_CONTRACT_DATA reqId=$req+1 contract.symbol=NOSUCH contract.secType=STK
            expect ERR_MSG id=$req+1 errorCode=200
            send REQ_POSITIONS
            expect POSITION_DATA account=$account contract.symbol=AAPL position=100
            expect POSITION_END
            send REQ_MKT_DATA reqId=$req+2 contract.conId=265598 contract.exchange=SMART
            expect TICK_PRICE reqId=$req+2 tickType=1 price>0
            expect TICK_PRICE reqId=$req+2 tickType=2 price>0
            send PLACE_ORDER orderId=$order contract.conId=265598 contract.exchange=SMART order.action=BUY \
            order.totalQuantity=10 order.orderType=MKT order.tif=DAY order.transmit=true
            expect OPEN_ORDER orderId=$order order.account=$account
            expect EXECUTION_DATA orderId=$order execution.shares=10 execution.execId=$exec execution.clientId=$id
            expect ORDER_STATUS orderId=$order status=Filled clientId=$id
            expect COMMISSION_AND_FEES_REPORT execId=$exec
            """;

    @TempDir
    private Path folder;

    private final List<String> notices = Collections.synchronizedList(new ArrayList<>());

    private static InetSocketAddress free() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static Script session(int id, int req, String order, int version) {
        return Script.parse(
                "session.script",
                SESSION.replace("$id", Integer.toString(id))
                        .replace("$req+1", Integer.toString(req + 1))
                        .replace("$req+2", Integer.toString(req + 2))
                        .replace("$req", Integer.toString(req))
                        .replace("$order", order)
                        .replace("$version", Integer.toString(version)));
    }

    private void record(Path file, int version, Script script) throws IOException {
        var clock = new SteppedClock(Instant.parse("2026-11-20T15:10:00Z"));
        SimulatorConfig config = SimulatorConfig.defaults().withClock(clock).withAccounts(List.of("DU7654321"));
        try (var simulator = GatewaySimulator.start(config);
                var recorder = Recorder.start(free(), at(simulator.port()), file, 1, notices::add)) {
            try (var stage = SocketStage.before(at(recorder.port()), version, simulator, clock)) {
                ScriptRun.run(script, version, stage);
            }
            assertThat(recorder.failure()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 178, 200, 213, 225})
    void shouldSeeTheSameInTheReplayUnderOtherIds(int version) throws IOException {
        Path file = folder.resolve("session.jsonl");
        record(file, version, session(7, 20, "$o", version));
        try (var replay = Replay.start(free(), Recording.read(file), 1000, notices::add);
                var stage = SocketStage.remote(at(replay.port()), version)) {
            ScriptRun.run(session(31, 500, "$o+40", version), version, stage);
        }
    }

    @Test
    void shouldSpeakAnOlderVersionThanWasRecorded() throws IOException {
        Path file = folder.resolve("session.jsonl");
        record(file, 178, session(7, 20, "$o", 178));
        try (var replay = Replay.start(free(), Recording.read(file), 1000, notices::add);
                var stage = SocketStage.remote(at(replay.port()), 151)) {
            ScriptRun.run(session(7, 20, "$o", 151), 151, stage);
        }
    }

    @Test
    void shouldSayWhatWasNotRecorded() throws IOException {
        Path file = folder.resolve("session.jsonl");
        record(file, 178, session(7, 20, "$o", 178));
        Script other = Script.parse("other.script", """
                # Other questions
                connect id=7 version=178
                send REQ_MARKET_RULE marketRuleId=26
                expect ERR_MSG id=-1 errorCode=320 errorMsg~"REQ_MARKET_RULE was not recorded, nor any other"
                send REQ_CONTRACT_DATA reqId=5 contract.symbol=IBM contract.secType=STK
                expect ERR_MSG id=5 errorCode=320 errorMsg~"contract.symbol=IBM"
                send REQ_MARKET_DATA_TYPE marketDataType=3
                send CANCEL_MKT_DATA reqId=9
                send REQ_MANAGED_ACCTS
                next MANAGED_ACCTS
                """);
        try (var replay = Replay.start(free(), Recording.read(file), Double.POSITIVE_INFINITY, notices::add);
                var stage = SocketStage.remote(at(replay.port()), 178)) {
            ScriptRun.run(other, 178, stage);
        }
        assertThat(notices).anyMatch(notice -> notice.contains("REQ_MARKET_RULE was not recorded"));
    }

    @Test
    void shouldWriteNoAccountAndForNobodyElsesEyes() throws IOException {
        Path file = folder.resolve("session.jsonl");
        record(file, 200, session(7, 20, "$o", 200));
        String text = Files.readString(file);
        assertThat(text).doesNotContain("7654321").contains("DU0000001", "\"MANAGED_ACCTS\"", "\"PLACE_ORDER\"");
        assertThat(text.lines().findFirst().orElseThrow()).contains("\"mainstay\":\"recording\"", "\"format\":1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> Recorder.start(free(), at(1), file, 1, notices::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("never replaces another");
    }

    @Test
    void shouldOpenNoConnectionToTheGatewayForWhoHasNotGreetedAndNoneTooMany() throws IOException {
        var clock = new SteppedClock(Instant.parse("2026-11-20T15:10:00Z"));
        Script one =
                Script.parse("one.script", "# One\nconnect A id=1 version=178\nopen B\ngreet B 178\nexpect B closed");
        try (var simulator = GatewaySimulator.start(SimulatorConfig.defaults().withClock(clock));
                var recorder =
                        Recorder.start(free(), at(simulator.port()), folder.resolve("r.jsonl"), 1, notices::add)) {
            new Socket(InetAddress.getLoopbackAddress(), recorder.port()).close();
            try (var http = new Socket(InetAddress.getLoopbackAddress(), recorder.port())) {
                http.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                assertThat(http.getInputStream().read()).isEqualTo(-1);
            }
            try (var stage = SocketStage.before(at(recorder.port()), 178, simulator, clock)) {
                ScriptRun.run(one, 178, stage);
            }
            assertThat(simulator.stats().connections().accepted()).isEqualTo(1);
            assertThat(notices).anyMatch(notice -> notice.contains("turned away"));
        }
    }

    @Test
    void shouldSayWhatIsNoRecording() throws IOException {
        assertThatThrownBy(() -> Recording.read(written("")))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining(":1: the file is empty");
        assertThatThrownBy(() -> Recording.read(written("{\"mainstay\":\"recording\",\"format\":9}\n")))
                .hasMessageContaining(":1: format 9 is not known, only 1");
        assertThatThrownBy(() -> Recording.read(written("{\"mainstay\":\"recording\",\"format\":1}\n{\"us\":1}\n")))
                .hasMessageContaining(":2: connection is missing");
        assertThatThrownBy(() -> Recording.read(written("{\"mainstay\":\"recording\",\"format\":1}\nnonsense\n")))
                .hasMessageContaining(":2: ");
        assertThatThrownBy(() -> Replay.start(
                        free(),
                        Recording.read(written("{\"mainstay\":\"recording\",\"format\":1}\n")),
                        1,
                        notices::add))
                .hasMessageContaining("no connection was recorded");
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("broken.jsonl"), text);
    }
}
