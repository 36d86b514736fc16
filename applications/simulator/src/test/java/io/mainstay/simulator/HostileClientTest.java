package io.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqCurrentTime;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqMatchingSymbols;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.SymbolSamples;
import io.mainstay.protocol.message.TickString;
import io.mainstay.simulator.clock.SimulatorClock;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever one client does, the gateway stays there for the others. */
@Timeout(60)
class HostileClientTest {
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private GatewaySimulator start(SimulatorConfig config) throws IOException {
        GatewaySimulator started = GatewaySimulator.start(config);
        opened.add(started);
        return started;
    }

    @Test
    void shouldEndGarbageAndImpossibleLengths() throws Exception {
        GatewaySimulator simulator = start(SimulatorConfig.defaults());
        for (String garbage : List.of("GET / HTTP/1.1\r\n\r\n", "API\0\u007f\0\0\0", "\u0016\u0003\u0001\0")) {
            var client = new SocketClient(simulator.port());
            opened.add(client);
            client.write(garbage.getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> {
                        client.awaitEnd();
                        throw new IOException("ended in order");
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(simulator.stats().connections().ends()).containsEntry("NOT_A_TWS_CLIENT", 3L);
        assertThat(simulator.stats().connections().aborted()).isEqualTo(3);
        assertServes(simulator);
    }

    @Test
    void shouldEndAConnectionThatSaysNothing() throws Exception {
        GatewaySimulator simulator = start(SimulatorConfig.defaults().withGreetingDeadline(Duration.ofMillis(50)));
        var client = new SocketClient(simulator.port());
        opened.add(client);
        assertThat(client.awaitEnd()).isZero();
        assertThat(simulator.stats().connections().ends()).containsEntry("NO_GREETING", 1L);
    }

    @Test
    void shouldNotHurryClientsWhenItsTimeIsFast() throws Exception {
        GatewaySimulator simulator = start(SimulatorConfig.defaults().withClock(SimulatorClock.faster(1000)));
        var client = new SocketClient(simulator.port());
        opened.add(client);
        // A hundred seconds of the simulator's time, ten times the deadline of the greeting.
        assertThat(client.isSilentFor(100)).isTrue();
        client.greet();
    }

    @Test
    void shouldEndAGreetingThatDrips() throws Exception {
        GatewaySimulator simulator = start(SimulatorConfig.defaults().withGreetingDeadline(Duration.ofSeconds(1)));
        var client = new SocketClient(simulator.port());
        opened.add(client);
        for (byte each : "API\0\0\0".getBytes(StandardCharsets.ISO_8859_1)) {
            client.write(new byte[] {each});
        }
        assertThat(client.awaitEnd()).isZero();
        assertThat(simulator.stats().connections().ends()).containsEntry("NO_GREETING", 1L);
        assertServes(simulator);
    }

    @Test
    void shouldLoseNothingOfAStreamThatRunsAsFastAsPossible() throws Exception {
        GatewaySimulator simulator = start(SimulatorConfig.defaults().withClock(SimulatorMain.speed("max")));
        SocketClient client = SocketClient.ready(simulator.port(), 7);
        opened.add(client);
        client.send(new ReqMktData(1, Contract.builder().conId(265598).build(), "", false, false, ""));
        long last = Long.parseLong(client.await(TickString.class).value());
        for (int i = 0; i < 500; i++) {
            long next = Long.parseLong(client.await(TickString.class).value());
            assertThat(next).as("the time of the last trade, second by second").isEqualTo(last + 1);
            last = next;
        }
    }

    @Test
    void shouldAnswerNumbersThatOverflowAndGiantTextsWithAReason() throws Exception {
        GatewaySimulator simulator = start(SimulatorConfig.defaults().withServerVersion(200));
        SocketClient client = SocketClient.ready(simulator.port(), 7);
        opened.add(client);
        for (String body : List.of(
                "1\00011\00099999999999999\000265598\0",
                "1\00011\000-\0",
                "3\0002147483648\0",
                "8\0001\0" + "9".repeat(100_000) + "\0",
                "99999\0001\0",
                "\0\0\0")) {
            client.write(frame(body));
            client.awaitError(320);
        }
        client.send(new ReqMatchingSymbols(5, "A".repeat(500_000)));
        assertThat(client.await(SymbolSamples.class).contractDescriptions()).isEmpty();
        for (int id : new int[] {Integer.MIN_VALUE, -1, 0}) {
            client.send(new PlaceOrder(id, Contract.builder().conId(265598).build(), order()));
            client.awaitError(10149);
        }
        client.send(new PlaceOrder(
                Integer.MAX_VALUE, Contract.builder().conId(265598).build(), order()));
        client.awaitError(320);
        assertServes(simulator);
    }

    @Test
    void shouldAnswerGarbageInProtobufWithAReason() throws Exception {
        GatewaySimulator simulator = start(SimulatorConfig.defaults().withServerVersion(225));
        SocketClient client = SocketClient.ready(simulator.port(), 7);
        opened.add(client);
        // Numbers of messages in protobuf are 200 above those in text; a length that is longer than the message
        // follows.
        for (int id : new int[] {201, 203, 209, 220, 249}) {
            client.write(ByteBuffer.allocate(14)
                    .putInt(10)
                    .putInt(id)
                    .put(new byte[] {0x12, 0x7f, -1, -1, -1, -1})
                    .array());
            client.awaitError(320);
        }
        assertServes(simulator);
    }

    private static Order order() {
        return Order.builder()
                .action("BUY")
                .totalQuantity(BigDecimal.ONE)
                .orderType("MKT")
                .tif("DAY")
                .transmit(true)
                .build();
    }

    private static byte[] frame(String body) {
        byte[] text = body.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(4 + text.length)
                .putInt(text.length)
                .put(text)
                .array();
    }

    @Test
    void shouldRefuseAHundredThousandSubscriptionsBeyondTheLines() throws Exception {
        GatewaySimulator simulator = start(SimulatorConfig.defaults().withServerVersion(200));
        SocketClient client = SocketClient.ready(simulator.port(), 7);
        opened.add(client);
        Contract apple = Contract.builder().conId(265598).build();
        for (int batch = 0; batch < 100; batch++) {
            var out = new FieldWriter(200);
            for (int i = 0; i < 1000; i++) {
                new ReqMktData(batch * 1000 + i, apple, "", false, false, "").write(out);
            }
            client.write(out.toByteArray());
            client.settle();
        }
        assertThat(simulator.stats().errors()).containsEntry(101, 100_000L - 100);
        assertServes(simulator);
    }

    @Test
    void shouldCutAClientThatAsksAndNeverReads() throws Exception {
        GatewaySimulator simulator = start(SimulatorConfig.defaults().withStallDeadline(Duration.ofMillis(200)));
        SocketClient greedy = SocketClient.ready(simulator.port(), 7);
        opened.add(greedy);
        Contract spy = Contract.builder().conId(756733).build();
        var out = new FieldWriter(200);
        for (int id = 0; id < 50; id++) {
            new ReqHistoricalData(id, spy, "", "1 min", "30 D", 1, "TRADES", 1, false, "").write(out);
        }
        OutputStream stream = greedy.socket().getOutputStream();
        assertThatThrownBy(() -> {
                    while (true) {
                        stream.write(out.toByteArray());
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(simulator.stats().connections().ends()).containsEntry("CLIENT_DOES_NOT_READ", 1L);
        assertServes(simulator);
    }

    private void assertServes(GatewaySimulator simulator) throws IOException {
        SocketClient other = SocketClient.ready(simulator.port(), 8);
        opened.add(other);
        other.send(new ReqCurrentTime());
        assertThat(other.await(CurrentTime.class)).isNotNull();
    }
}
