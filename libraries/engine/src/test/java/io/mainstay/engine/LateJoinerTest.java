package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.UpdateMktDepth;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Who joins a stream late is told what a request of its own would have been told, and nothing that is true no more. */
class LateJoinerTest {
    private final World world = World.ready();

    @Test
    void shouldTellWhoJoinsABookOnlyTheRowsSinceTheGatewayEmptiedIt() {
        TestClient early = world.client(1).send(book(5));
        int id = world.takeOne(ReqMktDepth.class).reqId();
        world.gatewaySays(row(id, "10"), error(id, 317), row(id, "12"));
        assertThat(early.take()).containsExactly(row(5, "10"), error(5, 317), row(5, "12"));
        assertThat(world.client(2).send(book(7)).take()).containsExactly(row(7, "12"));
    }

    private static ReqMktDepth book(int id) {
        return new ReqMktDepth(id, Orders.APPLE, 5, false, "");
    }

    private static ErrorMessage error(int id, int code) {
        return new ErrorMessage(id, code, "what the gateway says", "", 0);
    }

    private static Incoming row(int id, String price) {
        return new UpdateMktDepth(id, 0, 0, 1, new BigDecimal(price), BigDecimal.ONE);
    }
}
