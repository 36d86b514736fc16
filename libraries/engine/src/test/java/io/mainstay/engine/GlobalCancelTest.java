package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.ReqGlobalCancel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the sender of a global cancel is told when the session ends before it is known that the gateway handled it. */
class GlobalCancelTest {
    private static final ReqGlobalCancel CANCEL_ALL = new ReqGlobalCancel("", null);

    private final World world = World.ready();
    private final TestClient client = world.client(1);
    private final TestClient other = world.client(2);

    @Test
    void shouldCallItsOutcomeUnknownWhenTheSessionEndsAtOnce() {
        client.send(CANCEL_ALL);
        assertThat(world.takeOne(ReqGlobalCancel.class)).isEqualTo(CANCEL_ALL);
        world.gatewayCloses(true);
        ErrorMessage unknown = client.take(ErrorMessage.class).getFirst();
        assertThat(unknown.id()).isEqualTo(-1);
        assertThat(unknown.errorCode()).isEqualTo(399);
        assertThat(unknown.errorMsg()).contains("global cancel", "outcome unknown", "open orders", "again");
        assertThat(unknown.advancedOrderRejectJson()).contains("\"outcome\":\"UNKNOWN\"");
        assertThat(other.takeErrorCodes()).containsExactly(1100);
    }

    @Test
    void shouldCallItsOutcomeUnknownWhenTheGatewayAnsweredNothingSince() {
        client.send(CANCEL_ALL);
        world.gateway.answersSignsOfLife = false;
        world.passMs(20_000);
        assertThat(client.takeErrorCodes()).containsExactly(399, 1100);
    }

    @Test
    void shouldCallItsOutcomeUnknownWhenTheOnlyAnswerIsToAQuestionFromBefore() {
        world.gateway.answersSignsOfLife = false;
        world.passMs(5_000);
        client.send(CANCEL_ALL);
        world.gatewaySays(new NextValidId(1)).passMs(4_000).gatewayCloses(true);
        assertThat(client.takeErrorCodes()).containsExactly(399, 1100);
    }

    @Test
    void shouldSayNothingOfOneThatTheGatewayIsKnownToHaveRead() {
        client.send(CANCEL_ALL);
        world.passMs(20_000).gatewayCloses(true);
        assertThat(client.takeErrorCodes()).containsExactly(1100);
    }

    @Test
    void shouldSayItOnce() {
        client.send(CANCEL_ALL).send(CANCEL_ALL);
        world.gatewayCloses(true);
        assertThat(client.takeErrorCodes()).containsExactly(399, 1100);
        world.passMs(2_000).becomeReady();
        client.take();
        world.gatewayCloses(true);
        assertThat(client.takeErrorCodes()).containsExactly(1100);
    }

    @Test
    void shouldCallOneThatNeverLeftNotSent() {
        world.gatewaySays(new ErrorMessage(-1, 1100, "lost", "", 0));
        client.take();
        client.send(CANCEL_ALL);
        client.take();
        world.gatewayCloses(true);
        List<ErrorMessage> told = client.take(ErrorMessage.class);
        assertThat(told).extracting(ErrorMessage::errorCode).containsExactly(504, 1100);
        assertThat(told.getFirst().errorMsg()).contains("was not sent");
    }
}
