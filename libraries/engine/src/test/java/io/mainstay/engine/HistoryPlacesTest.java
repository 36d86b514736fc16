package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.MemoryJournal;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.CancelHistoricalData;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.ReqHistoricalData;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gateway's fifty places for history, which bars that are kept up to date hold until they are cancelled. */
class HistoryPlacesTest {
    private static final int PLACES = 50;

    private final World world = new World(new MemoryJournal(), World.OUR_CLIENT_ID, 1_000).becomeReady();
    private final TestClient holder = world.client(1);
    private final TestClient other = world.client(2);

    @Test
    void shouldRefuseHistoryAtOnceWhenBarsThatAreKeptUpToDateHoldAllPlaces() {
        holdPlaces(PLACES);
        for (boolean keep : new boolean[] {false, true}) {
            other.send(history(5, 100, keep));
            assertRefused(5);
        }
        holder.send(new CancelHistoricalData(1));
        world.passMs(1_000).takeFromEngine();
        other.send(history(5, 100, false));
        world.takeOne(ReqHistoricalData.class);
        assertThat(other.take()).isEmpty();
    }

    @Test
    void shouldRefuseWhatWaitsOnceBarsThatAreKeptUpToDateHoldAllPlaces() {
        holdPlaces(PLACES - 1);
        holder.send(history(PLACES, PLACES, false));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        holder.send(history(PLACES + 1, PLACES + 1, true));
        other.send(history(5, 100, false));
        world.passMs(10_000);
        assertThat(other.take()).as("the place of the one that ends is to come").isEmpty();
        world.gatewaySays(new HistoricalData(id, "", "", List.of()), new HistoricalDataEnd(id, "", ""));
        assertThat(world.takeOne(ReqHistoricalData.class).keepUpToDate()).isTrue();
        assertRefused(5);
    }

    @Test
    void shouldLetHistoryWaitForAPlaceThatIsAboutToBecomeFree() {
        holdPlaces(PLACES);
        holder.send(new CancelHistoricalData(1));
        other.send(history(5, 100, false));
        assertThat(other.take()).isEmpty();
        world.passMs(1_000);
        world.takeOne(ReqHistoricalData.class);
        assertThat(other.take()).isEmpty();
    }

    private void holdPlaces(int count) {
        for (int i = 1; i <= count; i++) {
            holder.send(history(i, i, true));
        }
        world.passMs(1_000);
        assertThat(world.takeFromEngine()).hasSize(count);
    }

    private void assertRefused(int id) {
        assertThat(other.take()).singleElement().isInstanceOfSatisfying(ErrorMessage.class, error -> {
            assertThat(error.id()).isEqualTo(id);
            assertThat(error.errorCode()).isEqualTo(322);
            assertThat(error.errorMsg()).contains("50", "keepUpToDate");
        });
        assertThat(world.engine.snapshot(world.nanos()).streams().historyInTurn())
                .isZero();
    }

    private static ReqHistoricalData history(int id, int conId, boolean keep) {
        return new ReqHistoricalData(
                id,
                Contract.builder().conId(conId).exchange("SMART").build(),
                "",
                "1 day",
                "1 M",
                1,
                "TRADES",
                1,
                keep,
                "");
    }
}
