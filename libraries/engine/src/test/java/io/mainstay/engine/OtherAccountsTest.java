package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.access.AccessFile;
import io.mainstay.engine.access.AccessFileException;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqManagedAccts;
import io.mainstay.protocol.message.ReqMktData;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that comes back with other accounts than clients were told of, who keep their sessions over its restart. */
class OtherAccountsTest {
    @ParameterizedTest
    @ValueSource(strings = {"U1234567", "U1234567,DU9000002", ""})
    void shouldEndAKeptSessionWhoseAccountIsGoneBeforeAnOrderOfItsCanLeave(String accounts) {
        var world = World.ready();
        TestClient client = world.client(1).send(quote());
        comesBackWith(world, client, accounts);
        List<ErrorMessage> told = client.take(ErrorMessage.class);
        assertThat(told).extracting(ErrorMessage::errorCode).containsExactly(504);
        assertThat(told.getFirst().errorMsg()).contains("DU9000001", "connect anew");
        assertThat(told.getFirst().advancedOrderRejectJson()).contains("\"cause\":\"ACCOUNTS_CHANGED\"");
        assertThat(client.closed).isTrue();
        assertThat(world.clientEnds()).containsExactly(CloseReason.ACCOUNTS_CHANGED);
        client.send(Orders.place(400));
        world.passMs(5_000);
        assertThat(world.takeFromEngine()).noneMatch(m -> m instanceof PlaceOrder || m instanceof ReqMktData);
        TestClient anew = world.connect(200).greet().startApi(1);
        assertThat(anew.take(ManagedAccounts.class)).containsExactly(new ManagedAccounts(accounts));
        assertThat(anew.closed).isFalse();
    }

    @Test
    void shouldTellAKeptClientTheNewListBeforeThatTheSessionIsBack() {
        var world = World.ready();
        TestClient client = world.client(1);
        comesBackWith(world, client, "DU9000001,DU9000002");
        List<Message> told = client.take();
        assertThat(told).hasSize(2).first().isEqualTo(new ManagedAccounts("DU9000001,DU9000002"));
        assertThat(((ErrorMessage) told.getLast()).errorCode()).isEqualTo(1102);
        assertThat(client.closed).isFalse();
    }

    @Test
    void shouldTellNobodyOfAListThatIsAsItWas() {
        var world = World.ready();
        TestClient client = world.client(1);
        comesBackWith(world, client, "DU9000001");
        assertThat(client.takeErrorCodes()).containsExactly(1102);
        world.gatewaySays(new ManagedAccounts("DU9000001"));
        assertThat(client.take()).isEmpty();
    }

    @Test
    void shouldLetAClientThatWaitedSeeOnlyTheNewList() {
        var world = World.ready();
        world.client(1);
        world.gatewayCloses(true);
        world.passMs(2_000).connected().gatewayGreets();
        TestClient waits = world.connect(200).greet().startApi(2);
        world.gatewaySays(new ManagedAccounts("U1234567"), new NextValidId(379));
        assertThat(waits.take())
                .filteredOn(m -> m instanceof ManagedAccounts || m instanceof NextValidId)
                .hasSize(2)
                .first()
                .isEqualTo(new ManagedAccounts("U1234567"));
        assertThat(waits.closed).isFalse();
    }

    @Test
    void shouldGoByTheAccountsThatAClientMaySee() throws AccessFileException {
        var world = new World(AccessFile.read("""
                [own]
                role = trade
                accounts = DU9000001
                """, World.OUR_UID, name -> OptionalInt.empty()));
        world.connected().gatewayGreets();
        world.gatewaySays(new ManagedAccounts("DU9000001,DU9000002"), new NextValidId(379));
        world.answerReconciliation();
        TestClient client = world.client(1);
        comesBackWith(world, client, "DU9000001,U1234567");
        assertThat(client.take(Incoming.class).stream().filter(m -> m instanceof ManagedAccounts))
                .as("neither the account that it never saw nor the new one")
                .isEmpty();
        assertThat(client.closed).isFalse();
        comesBackWith(world, client, "U1234567");
        assertThat(client.closed).isTrue();
    }

    @Test
    void shouldGoByTheListThatAClientWasToldLast() {
        var world = World.ready();
        TestClient asker = world.client(1).send(new ReqManagedAccts());
        TestClient other = world.client(2);
        world.gatewaySays(new ManagedAccounts("DU9000001,DU9000002"));
        assertThat(asker.take(ManagedAccounts.class)).hasSize(1);
        comesBackWith(world, other, "DU9000001");
        assertThat(asker.closed).isTrue();
        assertThat(other.closed).isFalse();
    }

    private static void comesBackWith(World world, TestClient client, String accounts) {
        world.gatewayCloses(true);
        world.passMs(2_000).connected().gatewayGreets();
        client.take();
        world.takeFromEngine();
        world.gatewaySays(new ManagedAccounts(accounts), new NextValidId(379));
    }

    private static ReqMktData quote() {
        return new ReqMktData(5, Orders.APPLE, "", false, false, "");
    }
}
