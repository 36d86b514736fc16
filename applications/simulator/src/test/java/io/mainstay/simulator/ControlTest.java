package io.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.simulator.fault.FaultCatalogue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlTest {
    private final GatewaySimulator simulator;
    private final HttpClient http = HttpClient.newHttpClient();

    ControlTest() throws IOException {
        simulator = GatewaySimulator.start(SimulatorConfig.defaults().withControlPort(0));
    }

    @AfterEach
    void end() {
        http.close();
        simulator.close();
    }

    @Test
    void shouldTellWhatHappened() throws Exception {
        try (SocketClient client = SocketClient.ready(simulator.port(), 7)) {
            assertThat(client).isNotNull();
            Map<String, Object> stats = JSON.std.mapFrom(ask("GET", "/stats").body());
            assertThat(stats).containsKeys("connections", "orders", "faults", "requests");
            assertThat(stats.get("connections"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("accepted", 1)
                    .containsEntry("handshakes", 1)
                    .containsEntry("aborted", 0)
                    .containsEntry("open", 1)
                    .containsEntry("zombies", 0);
            assertThat(stats.get("requests")).isEqualTo(Map.of("START_API", 1));
            assertThat((List<?>) stats.get("faults")).isEmpty();
        }
    }

    @Test
    void shouldMoveSwitchesByPostOnly() throws Exception {
        assertThat(ask("GET", "/faults/refuse/on").statusCode()).isEqualTo(405);
        assertThat(simulator.stats().isOn("refuse")).isFalse();
        assertThat(ask("POST", "/faults/refuse/on").statusCode()).isEqualTo(200);
        assertThat(simulator.stats().isOn("refuse")).isTrue();
        assertThat(ask("POST", "/faults/refuse/off").statusCode()).isEqualTo(200);
        assertThat(simulator.stats().isOn("refuse")).isFalse();
        assertThat(ask("POST", "/faults/wedge-after-5/on").statusCode()).isEqualTo(200);
        assertThat(ask("POST", "/faults/nonsense/on").statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/faults/slow-login=soon/on").statusCode()).isEqualTo(400);
        assertThat(ask("POST", "/stats").statusCode()).isEqualTo(405);
        assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldListFaultsAndTellWhatStruckWhen() throws Exception {
        assertThat(ask("POST", "/faults/empty-accounts@client:7@times:1/on").statusCode())
                .isEqualTo(200);
        assertThat(ask("POST", "/faults/read-only@after:PLACE_ORDER:3/on").statusCode())
                .isEqualTo(200);
        try (SocketClient other = SocketClient.ready(simulator.port(), 6);
                SocketClient client = SocketClient.ready(simulator.port(), 7)) {
            assertThat(other).isNotNull();
            assertThat(client).isNotNull();
        }
        Map<String, Object> faults = JSON.std.mapFrom(ask("GET", "/faults").body());
        assertThat((List<?>) faults.get("faults"))
                .hasSize(FaultCatalogue.kinds().size());
        assertThat((List<?>) faults.get("triggers")).isNotEmpty();
        List<?> switched = (List<?>) Objects.requireNonNull(faults.get("switched"));
        assertThat(switched).hasSize(2);
        assertThat(switched.getFirst())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("spec", "empty-accounts@client:7@times:1")
                .containsEntry("on", true)
                .containsEntry("strikes", 1)
                .extractingByKey("latest")
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .singleElement()
                .satisfies(struck -> assertThat(struck.get("connection")).isEqualTo(2));
        assertThat(switched.getLast())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("on", false)
                .containsEntry("waits", true);
        assertThat(ask("POST", "/faults/read-only@nonsense/on").statusCode()).isEqualTo(400);
        assertThat(ask("POST", "/faults").statusCode()).isEqualTo(405);
    }

    @Test
    void shouldEnterAndCancelOrdersOfTheWindowAndCorrectExecutions() throws Exception {
        try (SocketClient zero = SocketClient.ready(simulator.port(), 0)) {
            HttpResponse<String> entered = ask(
                    "POST",
                    "/orders",
                    "{\"symbol\": \"AAPL\", \"action\": \"BUY\", \"quantity\": 10, \"type\": \"LMT\", \"limit\": 10}");
            assertThat(entered.statusCode()).isEqualTo(200);
            long permId = Long.parseLong(
                    String.valueOf(JSON.std.mapFrom(entered.body()).get("permId")));
            assertThat(zero.await(OpenOrder.class).order().permId()).isEqualTo(permId);
            assertThat(ask("POST", "/orders/" + permId + "/cancel").statusCode())
                    .isEqualTo(200);
            assertThat(zero.await(OrderStatus.class, s -> s.status().equals("Cancelled"))
                            .permId())
                    .isEqualTo(permId);
            assertThat(ask("POST", "/orders/" + permId + "/cancel").statusCode())
                    .isEqualTo(400);

            ask("POST", "/orders", "{\"symbol\": \"AAPL\", \"action\": \"BUY\", \"quantity\": 10}");
            String execId = zero.await(ExecDetails.class).execution().execId();
            assertThat(ask("POST", "/executions/" + execId + "/correct", "{\"price\": 99.5}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(zero.await(
                                    ExecDetails.class,
                                    e -> !e.execution().execId().equals(execId))
                            .execution()
                            .price())
                    .isEqualByComparingTo("99.5");
        }
    }

    @Test
    void shouldSayWhatIsWrongWithADocument() throws Exception {
        assertThat(ask("POST", "/orders", "[").statusCode()).isEqualTo(400);
        HttpResponse<String> unknown = ask("POST", "/orders", "{\"colour\": 1}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("an order has no colour");
        assertThat(ask("POST", "/orders", "{\"symbol\": \"AAPL\", \"quantity\": \"many\"}")
                        .body())
                .contains("quantity must be a number");
        assertThat(ask("POST", "/orders", "{\"symbol\": \"AAPL\", \"action\": \"HOLD\", \"quantity\": 1}")
                        .body())
                .contains("neither BUY nor SELL");
        assertThat(ask("POST", "/orders", "x".repeat(70_000)).statusCode()).isEqualTo(413);
        assertThat(ask("POST", "/executions/0.0.0.0/correct", "{\"price\": 1}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldAnswerNobodyWhoComesByAForeignName() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), controlPort())) {
            socket.getOutputStream()
                    .write(
                            "POST /faults/refuse/on HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 403");
        }
        assertThat(simulator.stats().isOn("refuse")).isFalse();
    }

    @Test
    void shouldSayWhichPortIsTaken() {
        assertThatThrownBy(
                        () -> GatewaySimulator.start(SimulatorConfig.defaults().withPort(simulator.port())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("port " + simulator.port())
                .hasMessageContaining("choose another");
        assertThatThrownBy(
                        () -> GatewaySimulator.start(SimulatorConfig.defaults().withControlPort(controlPort())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("control port " + controlPort());
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        return ask(method, path, "");
    }

    private HttpResponse<String> ask(String method, String path, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controlPort() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private int controlPort() {
        return simulator.controlPort().orElseThrow();
    }
}
