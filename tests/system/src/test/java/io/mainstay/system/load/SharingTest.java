package io.mainstay.system.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.simulator.GatewaySimulator;
import io.mainstay.simulator.SimulatorConfig;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Simulator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What many clients together ask of one gateway session. */
class SharingTest {
    private static final int LINES = 100;
    private static final int CANCELS = 5;
    private static final Order LIMIT = Order.builder()
            .action("BUY")
            .orderType("LMT")
            .totalQuantity(BigDecimal.TEN)
            .lmtPrice(BigDecimal.TEN)
            .tif("DAY")
            .transmit(true)
            .build();
    private static final Contract APPLE_OPTIONS = Contract.builder()
            .symbol("AAPL")
            .secType("OPT")
            .exchange("SMART")
            .currency("USD")
            .build();

    @Test
    void shouldServeTwentyClientsTheSameHundredContractsOverAHundredLines() throws Exception {
        try (var home = new Home();
                var gateway = Simulator.start(home)) {
            WorkerProcess.start(home, gateway);
            List<Contract> contracts = contracts(gateway.port());
            var clients = new ArrayList<RawClient>();
            var priced = new CountDownLatch(20 * LINES);
            Set<Integer> errors = ConcurrentHashMap.newKeySet();
            try {
                for (int client = 0; client < 20; client++) {
                    var mine = new RawClient(RawClient.worker(gateway.port()), client + 1);
                    clients.add(mine);
                    Set<Integer> seen = ConcurrentHashMap.newKeySet();
                    mine.listen(message -> {
                        if (message instanceof TickPrice tick && seen.add(tick.reqId())) {
                            priced.countDown();
                        } else if (message instanceof ErrorMessage error && error.id() > 0) {
                            errors.add(error.errorCode());
                        }
                    });
                    for (int i = 0; i < LINES; i++) {
                        mine.send(new ReqMktData(1000 + i, contracts.get(i), "", false, false, ""));
                    }
                }
                assertThat(priced.await(60, TimeUnit.SECONDS))
                        .as("%d of %d have no price; errors %s", priced.getCount(), 20 * LINES, errors)
                        .isTrue();
                assertThat(gateway.requests("REQ_MKT_DATA")).isEqualTo(LINES);
                assertThat(errors).isEmpty();
            } finally {
                for (RawClient client : clients) {
                    client.close();
                }
            }
        }
    }

    /** {@code -Dmainstay.requests=500} lets each of the clients ask so much, which takes as long as fifty a second take. */
    @Test
    void shouldKeepTheGatewaysRateForThirtyTwoClientsAndLetCancelsOvertake() throws Exception {
        int each = Integer.getInteger("mainstay.requests", 12);
        int clientCount = 32;
        try (var home = new Home();
                var gateway = GatewaySimulator.start(
                        SimulatorConfig.defaults().withControlPort(0).withScenario("pacing-enforced"))) {
            assertThat(home.run("worker", "start", "--gateway", "127.0.0.1:" + gateway.port())
                            .exitCode())
                    .isZero();
            var clients = new ArrayList<RawClient>();
            var answered = new CountDownLatch(clientCount * each);
            Set<Integer> errors = ConcurrentHashMap.newKeySet();
            BlockingQueue<String> statuses = new LinkedBlockingQueue<>();
            try {
                for (int client = 0; client < clientCount; client++) {
                    var mine = new RawClient(RawClient.worker(gateway.port()), client + 1);
                    clients.add(mine);
                    mine.listen(message -> {
                        switch (message) {
                            case ContractDataEnd end -> answered.countDown();
                            case OrderStatus status -> statuses.add(status.orderId() + " " + status.status());
                            case ErrorMessage error -> errors.add(error.errorCode());
                            default -> {
                                // The details themselves.
                            }
                        }
                    });
                }
                RawClient trader = clients.getFirst();
                int firstOrderId = trader.nextOrderId();
                for (int i = 0; i < CANCELS; i++) {
                    trader.send(new PlaceOrder(firstOrderId + i, stock("AAPL"), LIMIT));
                    awaitStatus(statuses, firstOrderId + i + " Submitted");
                }
                for (RawClient client : clients) {
                    for (int i = 0; i < each; i++) {
                        client.send(new ReqContractDetails(1000 + i, stock("AAPL")));
                    }
                }
                long waiting = answered.getCount();
                var micros = new ArrayList<Long>();
                for (int i = 0; i < CANCELS; i++) {
                    long sentNanos = System.nanoTime();
                    trader.send(new CancelOrder(firstOrderId + i, "", "", "", null, "", null));
                    awaitStatus(statuses, firstOrderId + i + " Cancelled");
                    micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - sentNanos));
                }
                long overtaken = answered.getCount();
                assertThat(answered.await(clientCount * each / 40 + 20, TimeUnit.SECONDS))
                        .as("%d questions are not answered; errors %s", answered.getCount(), errors)
                        .isTrue();
                System.out.printf(
                        "%d requests of %d clients; cancels were confirmed after %s us, before %d answers%n",
                        clientCount * each, clientCount, micros, overtaken);
                assertThat(overtaken).as("they overtake").isGreaterThan(waiting / 2);
                assertThat(Collections.min(micros))
                        .as("20 ms where nothing else runs")
                        .isLessThan(200_000);
                assertThat(gateway.stats().errors()).doesNotContainKey(100);
                assertThat(gateway.stats().requests().get("REQ_CONTRACT_DATA")).isEqualTo((long) clientCount * each);
                assertThat(gateway.stats().connections().accepted()).isEqualTo(1);
            } finally {
                for (RawClient client : clients) {
                    client.close();
                }
            }
        }
    }

    private static void awaitStatus(BlockingQueue<String> statuses, String wanted) throws InterruptedException {
        String status = "";
        while (!status.equals(wanted)) {
            status = statuses.poll(20, TimeUnit.SECONDS);
            assertThat(status).as("the order becomes " + wanted).isNotNull();
        }
    }

    /** As many contracts as a login has lines: options, because the simulator has fewer stocks. */
    private static List<Contract> contracts(int gatewayPort) throws IOException {
        var found = new ArrayList<Contract>();
        var client = new RawClient(RawClient.worker(gatewayPort), 999);
        client.send(new ReqContractDetails(1, APPLE_OPTIONS));
        Message message = client.message();
        while (!(message instanceof ContractDataEnd)) {
            if (message instanceof ContractData data && found.size() < LINES) {
                found.add(data.contractDetails().contract());
            }
            message = client.message();
        }
        client.finish();
        assertThat(found).hasSize(LINES);
        return found;
    }

    private static Contract stock(String symbol) {
        return Contract.builder()
                .symbol(symbol)
                .secType("STK")
                .exchange("SMART")
                .currency("USD")
                .build();
    }
}
