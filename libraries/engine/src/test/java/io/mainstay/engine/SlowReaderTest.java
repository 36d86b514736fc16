package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.CancelMktData;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.TickSnapshotEnd;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Clients for which ticks are held back because they read slowly. */
class SlowReaderTest {
    private final World world = World.ready();
    private final TestClient slow = world.client(1);

    @Test
    void shouldNotCallASnapshotCompleteBeforeItsTicks() {
        slow.queued = 300_000;
        slow.send(quote(7, 1, true)).send(quote(8, 2, false));
        var asked = world.takeFromEngine();
        int id = ((ReqMktData) asked.getFirst()).reqId();
        int other = ((ReqMktData) asked.getLast()).reqId();
        world.gatewaySays(price(other, "5"), price(id, "1"), price(id, "2"), size(id));
        assertThat(slow.take()).isEmpty();
        world.gatewaySays(new TickSnapshotEnd(id));
        assertThat(slow.take())
                .as("the latest of each kind, then the end; other streams wait")
                .containsExactly(price(7, "2"), size(7), new TickSnapshotEnd(7));
        slow.queued = 0;
        world.passMs(100);
        assertThat(slow.take()).containsExactly(price(8, "5"));
    }

    @Test
    void shouldTellTheLastTicksBeforeTheErrorThatEndsThem() {
        for (boolean snapshot : new boolean[] {true, false}) {
            slow.queued = 0;
            world.passMs(100);
            slow.send(quote(7, 1, snapshot));
            int id = world.takeOne(ReqMktData.class).reqId();
            slow.queued = 300_000;
            world.gatewaySays(price(id, "1"));
            slow.take();
            world.gatewaySays(price(id, "2"), new ErrorMessage(id, 354, "not subscribed", "", 0));
            assertThat(slow.take())
                    .as("snapshot %s", snapshot)
                    .containsExactly(price(7, "2"), new ErrorMessage(7, 354, "not subscribed", "", 0));
        }
    }

    @Test
    void shouldGiveNoTicksOfWhatWasGivenUpUnderAnIdThatServesAnotherContract() {
        for (boolean snapshot : new boolean[] {true, false}) {
            slow.send(quote(7, 1, snapshot));
            int id = world.takeOne(ReqMktData.class).reqId();
            slow.queued = 300_000;
            world.gatewaySays(price(id, "1"));
            world.gatewaySays(price(id, "2"));
            assertThat(slow.take()).as("the second is held").containsExactly(price(7, "1"));
            slow.send(new CancelMktData(7)).send(quote(7, 2, snapshot));
            slow.queued = 0;
            world.passMs(100);
            assertThat(slow.take()).as("snapshot %s", snapshot).isEmpty();
            slow.send(new CancelMktData(7));
            world.passMs(1_000).takeFromEngine();
        }
    }

    private static ReqMktData quote(int id, int conId, boolean snapshot) {
        return new ReqMktData(
                id, Contract.builder().conId(conId).exchange("SMART").build(), "", snapshot, false, "");
    }

    private static Incoming price(int id, String price) {
        return new TickPrice(id, 1, new BigDecimal(price), BigDecimal.ONE, 0);
    }

    private static Incoming size(int id) {
        return new TickSize(id, 0, BigDecimal.TEN);
    }
}
