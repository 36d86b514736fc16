package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.AccountDownloadEnd;
import io.mainstay.protocol.message.AccountSummary;
import io.mainstay.protocol.message.AccountSummaryEnd;
import io.mainstay.protocol.message.CancelAccountSummary;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqAccountSummary;
import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.UpdateAccountValue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is shared, after the gateway lost its data within one session. */
class SharedRecoveryTest {
    private static final Incoming LOST =
            new ErrorMessage(-1, 1100, "Connectivity between IB and TWS has been lost.", "", 0);
    private static final Incoming BACK_EMPTY = new ErrorMessage(-1, 1101, "Connectivity restored - data lost", "", 0);
    private static final String ACCOUNT = "DU9000001";
    private static final Incoming VALUE = value("1000");
    private static final Incoming END = new AccountDownloadEnd(ACCOUNT);
    private static final Outgoing ASK = new ReqAccountUpdates(true, ACCOUNT);
    private static final Outgoing STOP = new ReqAccountUpdates(false, ACCOUNT);

    private final World world = World.ready();

    @Test
    void shouldEndSummariesBeforeTheyAreAskedForAgainWhenTheGatewayLostItsData() {
        TestClient usual = world.client(1).send(new ReqAccountSummary(1, "All", "NetLiquidation"));
        TestClient ledger = world.client(2).send(new ReqAccountSummary(2, "All", "$LEDGER"));
        List<Integer> old = askedSummaries(ofSummaries());
        old.forEach(id -> world.gatewaySays(summary(id, "1"), new AccountSummaryEnd(id)));
        world.gatewaySays(LOST, BACK_EMPTY);
        usual.take();
        ledger.take();
        List<Outgoing> sent = ofSummaries();
        assertThat(sent)
                .as("the gateway has two places, and both were taken")
                .startsWith(new CancelAccountSummary(old.getFirst()), new CancelAccountSummary(old.getLast()))
                .hasSize(4);
        List<Integer> fresh = askedSummaries(sent);
        assertThat(fresh).hasSize(2).doesNotContainAnyElementsOf(old);
        old.forEach(id ->
                world.gatewaySays(summary(id, "2"), new ErrorMessage(id, 300, "Can't find EId with tickerId", "", 0)));
        assertThat(usual.take()).as("nothing of before").isEmpty();
        assertThat(ledger.take()).isEmpty();
        fresh.forEach(id -> world.gatewaySays(summary(id, "3"), new AccountSummaryEnd(id)));
        assertThat(usual.take()).containsExactly(summary(1, "3"));
        assertThat(ledger.take()).containsExactly(summary(2, "3"));
    }

    @Test
    void shouldEndNoSummaryOfASessionThatIsOver() {
        world.client(1).send(new ReqAccountSummary(1, "All", "NetLiquidation"));
        askedSummaries(ofSummaries()).forEach(id -> world.gatewaySays(summary(id, "1"), new AccountSummaryEnd(id)));
        world.gatewayCloses(true).passMs(1_000);
        world.connected().gatewayGreets();
        world.gatewaySays(new ManagedAccounts(ACCOUNT), new NextValidId(379));
        assertThat(ofSummaries()).singleElement().isInstanceOf(ReqAccountSummary.class);
    }

    @Test
    void shouldAskForAnAccountAnewForWhoComesAfterADownloadThatDidNotEnd() {
        TestClient first = holdsWhatWasNotToldAgain();
        TestClient second = world.client(2).send(ASK);
        assertThat(world.takeFromEngine()).containsExactly(STOP, ASK);
        world.gatewaySays(VALUE, END);
        assertThat(second.take(AccountDownloadEnd.class))
                .as("it may be the end of the download before, which was cut")
                .isEmpty();
        assertThat(world.takeFromEngine()).as("so it is asked once more").containsExactly(STOP, ASK);
        world.gatewaySays(VALUE, END);
        assertThat(second.take()).containsExactly(VALUE, END);
        world.gatewaySays(value("2"));
        assertThat(first.take(UpdateAccountValue.class)).containsExactly(value("2"));
        assertThat(second.take()).containsExactly(value("2"));
    }

    @Test
    void shouldTellWhoComesAfterADownloadThatDidNotEndThatTheNextDidNotEither() {
        holdsWhatWasNotToldAgain();
        TestClient second = world.client(2).send(ASK);
        world.passMs(31_000);
        assertThat(second.takeErrorCodes()).containsExactly(322);
    }

    @Test
    void shouldTakeALateEndOfADownloadThatNothingHasCut() {
        TestClient first = holdsWhatWasNotToldAgain();
        world.gatewaySays(value("2"), END);
        assertThat(first.take(UpdateAccountValue.class)).containsExactly(value("2"));
        TestClient second = world.client(2).send(ASK);
        assertThat(second.take()).containsExactly(value("2"), END);
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldPassOnWhatAnAccountSaysThatWasNotToldCompletely() {
        TestClient first = holdsWhatWasNotToldAgain();
        world.gatewaySays(VALUE);
        assertThat(first.take()).containsExactly(VALUE);
    }

    /** A client that was told its account, and the gateway that has not told it again for its full time after a loss. */
    private TestClient holdsWhatWasNotToldAgain() {
        TestClient first = world.client(1).send(ASK);
        world.gatewaySays(VALUE, END, LOST, BACK_EMPTY);
        world.passMs(30_000);
        world.answerReconciliation();
        world.passMs(1_000).takeFromEngine();
        first.take();
        return first;
    }

    private List<Outgoing> ofSummaries() {
        return world.takeFromEngine().stream()
                .filter(m -> m instanceof ReqAccountSummary || m instanceof CancelAccountSummary)
                .toList();
    }

    private static List<Integer> askedSummaries(List<Outgoing> messages) {
        return messages.stream()
                .filter(ReqAccountSummary.class::isInstance)
                .map(m -> ((HasReqId) m).reqId())
                .toList();
    }

    private static AccountSummary summary(int id, String value) {
        return new AccountSummary(id, ACCOUNT, "NetLiquidation", value, "USD");
    }

    private static UpdateAccountValue value(String value) {
        return new UpdateAccountValue("NetLiquidation", value, "USD", ACCOUNT);
    }
}
