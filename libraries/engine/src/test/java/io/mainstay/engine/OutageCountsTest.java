package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.StreamKind;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.engine.upstream.UpstreamState;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Outgoing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A hundred streams of every kind through every loss: how often each is asked for, and how soon all live again. */
class OutageCountsTest {
    private static final int STREAMS = 100;
    private static final long SOON_MS = 5_000;

    private final World world = World.ready(225);
    private final List<TestClient> clients = new ArrayList<>();

    /** What each client holds, by its own id. */
    private final List<Map<Integer, StreamKind.Tag>> held = new ArrayList<>();

    /** What the gateway streams, by its id. */
    private final Map<Integer, StreamKind.Tag> atGateway = new LinkedHashMap<>();

    private final Set<Integer> begun = new HashSet<>();

    OutageCountsTest() {
        for (int i = 0; i < 4; i++) {
            clients.add(world.client(1 + i, i % 2 == 0 ? 225 : 178));
            held.add(new LinkedHashMap<>());
        }
        StreamKind[] kinds = StreamKind.values();
        for (int n = 0; n < STREAMS; n++) {
            StreamKind kind = kinds[n % kinds.length];
            int number = 1 + n / kinds.length;
            // Two of the four clients hold each, under ids of their own.
            for (int c : List.of(n % 4, (n + 1) % 4)) {
                int reqId = 10 + n * 4 + c;
                clients.get(c).send(kind.start(reqId, number));
                held.get(c).put(reqId, new StreamKind.Tag(kind, number));
            }
        }
        world.passMs(5_000);
        world.answersContracts();
        world.passMs(10_000);
        assertThat(requests()).as("one for each stream, however many hold it").hasSize(STREAMS);
        everyStreamLives();
    }

    @Test
    void shouldAskForEachOnceWhenTheGatewayLostItsData() {
        says(1100);
        world.passMs(1_000);
        atGateway.clear();
        says(1101);
        world.passMs(SOON_MS);
        assertThat(requests()).hasSize(STREAMS);
        everyStreamLives();
        silenceFollows();
    }

    @Test
    void shouldAskForNoneWhenTheGatewayKeptItsData() {
        says(1100);
        world.passMs(1_000);
        says(1102);
        world.passMs(SOON_MS);
        assertThat(requests()).isEmpty();
        everyStreamLives();
        silenceFollows();
    }

    @Test
    void shouldAskForNoneWhenAFarmFlaps() {
        int connects = world.gateway.connects;
        for (int code : List.of(2103, 2105, 2104, 2106, 2103, 2104, 2157, 2158)) {
            says(code);
            world.passMs(500);
        }
        assertThat(requests()).isEmpty();
        assertThat(world.gateway.connects).isEqualTo(connects);
        everyStreamLives();
        silenceFollows();
    }

    @Test
    void shouldAskForEachOnceAfterAReset() {
        world.gatewayCloses(true);
        comesBack(225);
    }

    @Test
    void shouldAskForEachOnceAfterTheGatewayWasRestartedInAnOlderVersion() {
        world.gatewayCloses(false);
        world.passMs(30_000);
        comesBack(200);
    }

    @Test
    void shouldAskForEachOnceWhenLossesFollowOneAnother() {
        says(1100);
        says(1102);
        says(1100);
        world.gatewayCloses(true);
        comesBack(225);
        says(1100);
        atGateway.clear();
        says(1101);
        world.passMs(SOON_MS);
        assertThat(requests()).hasSize(STREAMS);
        everyStreamLives();
        silenceFollows();
    }

    private void comesBack(int version) {
        atGateway.clear();
        while (world.engine.snapshot(world.nanos()).state() != UpstreamState.CONNECTING) {
            world.passMs(100);
        }
        world.gateway.serverVersion = version;
        world.connected().gatewayGreets();
        world.gatewaySays(new ManagedAccounts("DU9000001"), new NextValidId(379));
        world.passMs(SOON_MS);
        assertThat(requests()).as("all within 5 s, each once").hasSize(STREAMS);
        everyStreamLives();
        silenceFollows();
    }

    private void says(int code) {
        world.gatewaySays(new ErrorMessage(-1, code, "notice:usfarm", "", 0));
    }

    /** The requests for streams that came since the last call. */
    private List<Outgoing> requests() {
        var requests = new ArrayList<Outgoing>();
        for (Outgoing message : world.takeFromEngine()) {
            StreamKind.started(message).ifPresent(started -> {
                requests.add(message);
                assertThat(atGateway.put(started.reqId(), started.tag()))
                        .as("a fresh id")
                        .isNull();
            });
        }
        assertThat(new HashSet<>(atGateway.values())).hasSameSizeAs(atGateway.values());
        return requests;
    }

    /** Each client hears each of its streams under the id that it gave it, and nothing else. */
    private void everyStreamLives() {
        clients.forEach(TestClient::take);
        atGateway.forEach(
                (id, tag) -> tag.kind().says(id, tag.number(), begun.add(id)).forEach(world::gatewaySays));
        for (int c = 0; c < clients.size(); c++) {
            var heard = new HashMap<Integer, StreamKind.Tag>();
            for (Message message : clients.get(c).take()) {
                StreamKind.said(message).ifPresent(said -> heard.put(said.reqId(), said.tag()));
            }
            assertThat(heard).isEqualTo(held.get(c));
            assertThat(clients.get(c).closed).isFalse();
        }
    }

    /** Nothing is asked for again later. */
    private void silenceFollows() {
        for (int i = 0; i < 12; i++) {
            world.passMs(5_000);
            everyStreamLives();
        }
        assertThat(requests()).isEmpty();
    }
}
