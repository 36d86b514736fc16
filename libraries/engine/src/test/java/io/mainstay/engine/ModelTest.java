package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.port.ConnectFailure;
import io.mainstay.engine.support.ModelGateway;
import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.engine.upstream.UpstreamState;
import io.mainstay.protocol.message.CancelMktData;
import io.mainstay.protocol.message.CancelPositions;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.TickSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random clients, subscriptions, orders, deaths and faults against a gateway that answers, forgets and breaks at random.
 * Then all faults stop, and everything must come right. A failure names its seed; {@code -Dmainstay.seed=N} runs only that
 * one, {@code -Dmainstay.seeds=N} so many.
 */
class ModelTest {
    private static final int SEEDS = 150;
    private static final int STEPS = 250;
    private static final int CLIENT_IDS = 6;
    private static final int CONTRACTS = 12;
    private static final int RATE = 45;

    @Test
    void shouldKeepEveryPromiseWhateverHappensInWhateverOrder() {
        Long only = Long.getLong("mainstay.seed");
        int seeds = Integer.getInteger("mainstay.seeds", SEEDS);
        var tried = new HashMap<String, Integer>();
        for (long seed = only == null ? 1 : only; seed <= (only == null ? seeds : only); seed++) {
            try {
                var run = new Run(seed);
                run.faults();
                run.healed();
                run.tried.forEach((what, n) -> tried.merge(what, n, Integer::sum));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        if (only == null && seeds >= SEEDS) {
            assertThat(tried.keySet())
                    .as("every kind of event and fault has happened")
                    .hasSize(21);
            assertThat(tried.get("fill delivered")).isGreaterThan(seeds);
            assertThat(tried.get("tick delivered")).isGreaterThan(100 * seeds);
        }
    }

    /** What a client believes. */
    private static final class Believer {
        private final int clientId;
        private final TestClient client;
        private final Map<Integer, Integer> streams = new LinkedHashMap<>();
        private final Map<Integer, Integer> questions = new LinkedHashMap<>();
        private final Set<String> executions = new HashSet<>();
        private int positionRequests;
        private boolean started;

        private Believer(int clientId, TestClient client) {
            this.clientId = clientId;
            this.client = client;
        }
    }

    private static final class Run {
        private final Random random;
        private final World world = new World();
        private final ModelGateway gateway;
        private final Map<Integer, Believer> clients = new LinkedHashMap<>();
        private final Map<Integer, Set<String>> executionsOf = new HashMap<>();
        private final Map<Integer, Integer> lastOrderId = new HashMap<>();
        private final Map<String, Integer> tried = new HashMap<>();
        private int nextReqId = 1;

        private Run(long seed) {
            random = new Random(seed);
            gateway = new ModelGateway(world, random);
        }

        private void faults() {
            connect();
            for (int step = 0; step < STEPS; step++) {
                event(random.nextInt(100));
                gateway.work(false);
                if (random.nextInt(3) == 0) {
                    gateway.tick();
                }
                world.passMs(random.nextInt(4) == 0 ? random.nextInt(5_000) : random.nextInt(50));
                connect();
                gateway.work(false);
                check();
            }
        }

        private void event(int dice) {
            if (dice < 12) {
                count("client comes");
                come(1 + random.nextInt(CLIENT_IDS));
            } else if (dice < 17) {
                any().ifPresent(this::dies);
            } else if (dice < 40) {
                any().ifPresent(this::subscribes);
            } else if (dice < 47) {
                any().ifPresent(this::unsubscribes);
            } else if (dice < 50) {
                any().ifPresent(this::stallsOrReadsOn);
            } else if (dice < 58) {
                any().ifPresent(this::asks);
            } else if (dice < 64) {
                any().ifPresent(this::positions);
            } else if (dice < 76) {
                any().ifPresent(this::trades);
            } else if (dice < 80) {
                any().ifPresent(this::cancels);
            } else if (dice < 86) {
                if (ready()) {
                    count("fill");
                    gateway.fillOne();
                }
            } else if (dice < 88) {
                breaks(true);
            } else if (dice < 89) {
                breaks(false);
            } else if (dice < 90) {
                count("mute");
                gateway.mute = true;
                world.gateway.answersSignsOfLife = true;
            } else if (dice < 92) {
                count("speaks");
                gateway.mute = false;
            } else if (ready() && !gateway.mute) {
                notices(dice);
            }
        }

        private void notices(int dice) {
            if (dice < 94) {
                count("1100");
                gateway.loseServers();
            } else if (dice < 96) {
                if (gateway.serversLost) {
                    count("1101");
                    gateway.findServers(false);
                }
            } else if (dice < 98) {
                if (gateway.serversLost) {
                    count("1102");
                    long before = gateway.marketDataRequests;
                    gateway.work(true);
                    gateway.findServers(true);
                    assertThat(gateway.marketDataRequests).isEqualTo(before);
                }
            } else {
                count("farm");
                int connects = world.gateway.connects;
                gateway.say(random.nextBoolean() ? 2103 : 2104);
                assertThat(world.gateway.connects)
                        .as("farm codes never touch the socket")
                        .isEqualTo(connects);
            }
        }

        private void healed() {
            gateway.mute = false;
            clients.values().forEach(believer -> believer.client.queued = 0);
            for (int i = 0; i < 60; i++) {
                world.passMs(1_000);
                connect();
                gateway.work(true);
                if (gateway.serversLost) {
                    gateway.findServers(true);
                }
                gateway.tick();
                check();
            }
            world.passMs(60_000);
            gateway.work(true);
            world.passMs(2_000);
            gateway.work(true);
            check();
            EngineStatus status = world.engine.snapshot(world.nanos());
            assertThat(status.state()).isEqualTo(UpstreamState.READY);
            assertThat(status.waiting()).as("nothing waits").isZero();
            assertThat(status.openQuestions()).isZero();
            var wanted = new HashSet<Integer>();
            for (Believer believer : clients.values()) {
                assertThat(believer.client.closed)
                        .as("client " + believer.clientId)
                        .isFalse();
                assertThat(believer.questions).as("every question has ended").isEmpty();
                wanted.addAll(believer.streams.values());
            }
            assertThat(gateway.streams.values())
                    .as("upstream is the union of downstream, each once")
                    .containsExactlyInAnyOrderElementsOf(wanted);
            Map<Integer, Set<Integer>> ticked = new HashMap<>();
            gateway.tick();
            for (Believer believer : clients.values()) {
                for (Message message : believer.client.take()) {
                    if (message instanceof TickSize tick) {
                        ticked.computeIfAbsent(believer.clientId, id -> new HashSet<>())
                                .add(tick.reqId());
                    }
                }
                assertThat(ticked.getOrDefault(believer.clientId, Set.of()))
                        .as("every stream lives")
                        .isEqualTo(believer.streams.keySet());
            }
            everyFillReachesItsOwner();
            rate();
        }

        private void everyFillReachesItsOwner() {
            for (int clientId = 1; clientId <= CLIENT_IDS; clientId++) {
                come(clientId);
            }
            world.passMs(2_000);
            gateway.work(true);
            check();
            long told = executionsOf.values().stream().mapToLong(Set::size).sum();
            assertThat(told).as("fills told to their owners").isEqualTo(gateway.executions());
        }

        /** The gateway accepts whoever connects, sooner or later. */
        private void connect() {
            switch (world.engine.snapshot(world.nanos()).state()) {
                case CONNECTING -> {
                    gateway.forget();
                    if (!gateway.mute) {
                        world.connected().gatewayGreets();
                    } else if (random.nextInt(3) == 0) {
                        count("refuses");
                        world.connectFails(ConnectFailure.NOTHING_LISTENS);
                    }
                }
                case DRAINING -> gateway.drop(false);
                default -> {
                    // Goes on by itself.
                }
            }
        }

        private boolean ready() {
            return world.engine.snapshot(world.nanos()).state() == UpstreamState.READY;
        }

        private void breaks(boolean reset) {
            if (ready()) {
                count(reset ? "reset" : "end");
                gateway.drop(reset);
            }
        }

        private java.util.Optional<Believer> any() {
            List<Believer> all = new ArrayList<>(clients.values());
            return all.isEmpty()
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(all.get(random.nextInt(all.size()))).filter(believer -> believer.started);
        }

        private void come(int clientId) {
            if (clients.containsKey(clientId)) {
                return;
            }
            TestClient client = world.connect(200).greet().startApi(clientId);
            if (!client.closed) {
                clients.put(clientId, new Believer(clientId, client));
            }
        }

        private void dies(Believer believer) {
            count("client dies");
            check();
            clients.remove(believer.clientId);
            believer.client.die();
        }

        private void subscribes(Believer believer) {
            int conId = 1 + random.nextInt(CONTRACTS);
            int reqId = nextReqId++;
            believer.streams.put(reqId, conId);
            believer.client.send(new ReqMktData(
                    reqId,
                    Contract.builder().conId(conId).exchange("SMART").build(),
                    random.nextInt(4) == 0 ? "233" : "",
                    false,
                    false,
                    ""));
            count("subscribe");
        }

        private void unsubscribes(Believer believer) {
            check();
            if (!believer.streams.isEmpty() && clients.containsValue(believer)) {
                count("unsubscribe");
                int reqId = believer.streams.keySet().iterator().next();
                believer.streams.remove(reqId);
                believer.client.send(new CancelMktData(reqId));
            }
        }

        private void stallsOrReadsOn(Believer believer) {
            count("stall");
            believer.client.queued = believer.client.queued == 0 ? 300_000 : 0;
        }

        private void asks(Believer believer) {
            count("question");
            int reqId = nextReqId++;
            int conId = 1 + random.nextInt(CONTRACTS);
            believer.questions.put(reqId, conId);
            believer.client.send(new ReqContractDetails(
                    reqId, Contract.builder().conId(conId).build()));
        }

        private void positions(Believer believer) {
            if (random.nextBoolean()) {
                believer.positionRequests++;
                believer.client.send(new ReqPositions());
            } else {
                believer.client.send(new CancelPositions());
            }
        }

        private void trades(Believer believer) {
            count("order");
            int orderId = lastOrderId.merge(believer.clientId, 1_000, (last, first) -> last + 1);
            PlaceOrder order = Orders.place(orderId);
            believer.client.send(new PlaceOrder(
                    orderId,
                    order.contract(),
                    order.order().toBuilder()
                            .orderRef(believer.clientId + ":" + orderId)
                            .build()));
        }

        private void cancels(Believer believer) {
            Integer orderId = lastOrderId.get(believer.clientId);
            if (orderId != null) {
                count("cancel");
                believer.client.send(Orders.cancel(orderId));
            }
        }

        /** What must hold at every moment. */
        private void check() {
            for (Believer believer : List.copyOf(clients.values())) {
                believer.client.take().forEach(message -> check(believer, message));
                if (believer.client.closed) {
                    clients.remove(believer.clientId);
                }
            }
            gateway.placed.forEach((ref, times) ->
                    assertThat(times).as("order " + ref + " was sent").isEqualTo(1));
            gateway.idsOfOrder
                    .values()
                    .forEach(ids -> assertThat(ids).as("one id for ever").hasSize(1));
            var all = new ArrayList<Integer>();
            gateway.idsOfOrder.values().forEach(all::addAll);
            assertThat(all).as("no id is given twice").doesNotHaveDuplicates();
            assertThat(gateway.streams.values()).as("no line is held twice").doesNotHaveDuplicates();
            assertThat(world.gateway.open).as("sockets at the gateway").isLessThanOrEqualTo(1);
        }

        private void check(Believer believer, Message message) {
            switch (message) {
                case TickSize tick -> {
                    count("tick delivered");
                    assertThat(tick.size() == null ? -2 : tick.size().intValueExact())
                            .as("the stream that client " + believer.clientId + " holds under " + tick.reqId())
                            .isEqualTo(believer.streams.getOrDefault(tick.reqId(), -1));
                }
                case ContractData data ->
                    assertThat(data.contractDetails().contract().conId())
                            .isEqualTo(believer.questions.getOrDefault(data.reqId(), -1));
                case NextValidId id -> believer.started = true;
                case ContractDataEnd end ->
                    assertThat(believer.questions.remove(end.reqId())).isNotNull();
                case ExecDetails fill -> {
                    count("fill delivered");
                    assertThat(fill.execution().clientId()).isEqualTo(believer.clientId);
                    executionsOf
                            .computeIfAbsent(believer.clientId, id -> new HashSet<>())
                            .add(fill.execution().execId());
                    assertThat(believer.executions.add(fill.execution().execId()))
                            .as("a session is told a fill once")
                            .isTrue();
                }
                case OpenOrder order -> assertThat(order.order().clientId()).isEqualTo(believer.clientId);
                case PositionEnd end -> {
                    count("positions complete");
                    assertThat(gateway.positionEnds).as("the gateway said so").isPositive();
                    assertThat(--believer.positionRequests).isNotNegative();
                }
                case ErrorMessage error -> {
                    if (error.id() > 0 && error.id() < 1_000) {
                        believer.streams.remove(error.id());
                        believer.questions.remove(error.id());
                    }
                    assertThat(error.id()).as("no id of the gateway's side").isLessThan(1_000_000_000);
                }
                default -> {
                    // Nothing is promised about it here.
                }
            }
        }

        /** Never more than the rate in any second. */
        private void rate() {
            List<Long> at = world.gateway.sentAtNanos;
            for (int i = RATE; i < at.size(); i++) {
                assertThat(at.get(i) - at.get(i - RATE))
                        .as("messages " + (i - RATE) + " and " + i)
                        .isGreaterThanOrEqualTo(1_000_000_000L);
            }
        }

        private void count(String what) {
            tried.merge(what, 1, Integer::sum);
        }
    }
}
