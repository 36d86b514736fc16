package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.downstream.ClientIdentity;
import io.mainstay.engine.downstream.SameClientId;
import io.mainstay.engine.port.ConnectFailure;
import io.mainstay.engine.support.MemoryJournal;
import io.mainstay.engine.support.ModelGateway;
import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.StreamKind;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.engine.upstream.UpstreamState;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.AccountDownloadEnd;
import io.mainstay.protocol.message.AccountSummary;
import io.mainstay.protocol.message.AccountSummaryEnd;
import io.mainstay.protocol.message.CancelAccountSummary;
import io.mainstay.protocol.message.CancelHeadTimestamp;
import io.mainstay.protocol.message.CancelPositions;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.ReqAccountSummary;
import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.UpdateAccountValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random clients, subscriptions, orders, deaths and faults against a gateway that answers, forgets and breaks at random.
 * Then all faults stop, and everything must come right. A failure names its seed; {@code -Dmainstay.seed=N} runs only that
 * one, {@code -Dmainstay.seeds=N} so many.
 */
class ModelTest {
    private static final int SEEDS = 120;
    private static final int STEPS = 250;
    private static final int CLIENT_IDS = 6;
    private static final int CONTRACTS = 12;
    private static final int RATE = 45;
    private static final int GATEWAY_RATE = 50;
    private static final long SOON_MS = 5_000;
    private static final long STALLED_NANOS = 12_000_000_000L;
    private static final int FIRST_ORDER_ID = 1_000_000;
    private static final List<ClientIdentity> TWO = List.of(new ClientIdentity("a"), new ClientIdentity("b"));
    private static final int[] GATEWAY_VERSIONS = {157, 178, 200, 213, 225};
    private static final int[] CLIENT_VERSIONS = {100, 157, 178, 193, 200, 201, 213, 225};

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
                    .hasSize(25 + StreamKind.values().length + 3);
            assertThat(tried.get("fill delivered")).isGreaterThan(seeds);
            assertThat(tried.get("tick delivered")).isGreaterThan(100 * seeds);
        }
    }

    /** What a client believes. */
    private static final class Believer {
        private final Key key;
        private final TestClient client;
        private final Map<Integer, StreamKind.Tag> streams = new LinkedHashMap<>();
        private final Set<Integer> summaries = new HashSet<>();
        private final Map<Integer, Integer> questions = new LinkedHashMap<>();
        private final Set<String> executions = new HashSet<>();

        /** Every request id that it has ever used. */
        private final Set<Integer> used = new HashSet<>();

        private int positionRequests;
        private int statuses;
        private long stalledAt;
        private boolean holdsPositions;
        private boolean askedForAccount;
        private boolean startApiSent;
        private boolean started;

        private Believer(Key key, TestClient client) {
            this.key = key;
            this.client = client;
        }

        /** As real clients do: not before the greeting. */
        private void startWhenGreeted() {
            if (!startApiSent && client.greeting != null) {
                startApiSent = true;
                client.startApi(key.clientId());
            }
        }

        private boolean speaks(Outgoing message) {
            ServerGreeting greeted = client.greeting;
            return greeted != null && message.sinceVersion() <= greeted.serverVersion();
        }
    }

    /** Who a client is, to itself and to us. */
    private record Key(ClientIdentity identity, int clientId) {
        @Override
        public String toString() {
            return identity.name() + "/" + clientId;
        }
    }

    private static final class Run {
        private final Random random;
        private final SameClientId policy;
        private final World world;
        private final ModelGateway gateway;
        private final Map<Key, Believer> clients = new LinkedHashMap<>();

        /** Those that came under a client id which another one holds. */
        private final List<Believer> newcomers = new ArrayList<>();

        private final Map<Key, Set<String>> executionsOf = new LinkedHashMap<>();
        private final Map<Key, Integer> lastOrderId = new LinkedHashMap<>();
        private final Map<String, Integer> tried = new HashMap<>();
        private int nextReqId = 1;

        private Run(long seed) {
            random = new Random(seed);
            policy = oneOf(List.of(SameClientId.values()));
            world = new World(new MemoryJournal(), policy);
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
                come(anyKey());
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
                any().ifPresent(random.nextBoolean() ? this::positions : this::account);
            } else if (dice < 76) {
                any().ifPresent(this::trades);
            } else if (dice < 80) {
                any().ifPresent(this::cancels);
            } else if (dice < 86) {
                if (ready()) {
                    count("fill");
                    fills();
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

        /** Who is there hears of its order at once and of every step, however slowly it reads. */
        private void fills() {
            check();
            Map<Key, Integer> before = new HashMap<>();
            clients.forEach((key, believer) -> before.put(key, believer.statuses));
            Optional<String> filled = gateway.fillOne();
            check();
            clients.forEach((key, believer) -> {
                boolean its = filled.isPresent() && filled.get().startsWith(key + ":") && believer.started;
                assertThat(believer.statuses - before.getOrDefault(key, 0))
                        .as("statuses of a filled order told to " + key)
                        .isEqualTo(its ? 2 : 0);
            });
        }

        /** More than the gateway takes in a second, so that something waits when the servers go. */
        private void subscribesBehindOthers(Believer believer) {
            asks(believer, 2 * RATE);
            for (int i = 0; i < 3; i++) {
                subscribes(believer);
            }
        }

        private void notices(int dice) {
            if (dice < 94) {
                count("1100");
                if (!gateway.serversLost && random.nextBoolean()) {
                    any().ifPresent(this::subscribesBehindOthers);
                }
                gateway.loseServers();
            } else if (dice < 96) {
                if (gateway.serversLost) {
                    count("1101");
                    losesDataAndGetsItBack();
                }
            } else if (dice < 98) {
                if (gateway.serversLost) {
                    count("1102");
                    long before = gateway.streamRequests;
                    gateway.work(true);
                    gateway.findServers(true);
                    assertThat(gateway.streamRequests)
                            .as("1102 asks for nothing again")
                            .isEqualTo(before);
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

        /** Every stream that is held, of whatever kind, is asked for once and soon. */
        private void losesDataAndGetsItBack() {
            gateway.work(true);
            check();
            Set<StreamKind.Tag> held = wanted();
            long before = gateway.streamRequests;
            gateway.findServers(false);
            world.passMs(SOON_MS);
            gateway.work(true);
            check();
            assertThat(gateway.streams.values())
                    .as("what is at the gateway soon after it lost all data")
                    .containsAll(wanted())
                    .isSubsetOf(held);
            // Not all of it is still held when a client has been cut meanwhile.
            assertThat(gateway.streamRequests - before)
                    .as("requests after it lost all data")
                    .isBetween((long) wanted().size(), (long) held.size());
        }

        /** What the clients hold. */
        private Set<StreamKind.Tag> wanted() {
            var wanted = new HashSet<StreamKind.Tag>();
            clients.values().forEach(believer -> wanted.addAll(believer.streams.values()));
            return wanted;
        }

        private void healed() {
            gateway.mute = false;
            check();
            clients.values().forEach(this::readsOn);
            for (int i = 0; i < 60 || i < 150 && !ready(); i++) {
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
            for (Believer believer : clients.values()) {
                assertThat(believer.client.closed).as("client " + believer.key).isFalse();
                assertThat(believer.questions).as("every question has ended").isEmpty();
            }
            assertThat(gateway.streams.values())
                    .as("upstream is the union of downstream, each once")
                    .containsExactlyInAnyOrderElementsOf(wanted());
            gateway.tick();
            for (Believer believer : clients.values()) {
                var ticked = new HashSet<Integer>();
                for (Message message : believer.client.take()) {
                    StreamKind.said(message).ifPresent(said -> ticked.add(said.reqId()));
                }
                assertThat(ticked).as("every stream lives").isEqualTo(believer.streams.keySet());
            }
            everyFillReachesItsOwner();
            world.gateway.assertRate(GATEWAY_RATE, RATE);
        }

        private void everyFillReachesItsOwner() {
            for (int clientId = 1; clientId <= CLIENT_IDS; clientId++) {
                for (ClientIdentity identity : identities()) {
                    var key = new Key(identity, clientId);
                    if (!clients.containsKey(key)) {
                        come(key);
                    }
                }
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
                        world.gateway.serverVersion = GATEWAY_VERSIONS[random.nextInt(GATEWAY_VERSIONS.length)];
                        world.connected().gatewayGreets();
                    } else {
                        switch (random.nextInt(9)) {
                            case 0, 1, 2 -> {
                                count("refuses");
                                world.connectFails(ConnectFailure.NOTHING_LISTENS);
                            }
                            case 3 -> {
                                count("accepts and says nothing");
                                world.connected();
                            }
                            default -> {
                                // Goes on trying.
                            }
                        }
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

        private Optional<Believer> any() {
            List<Believer> all = new ArrayList<>(clients.values());
            return all.isEmpty()
                    ? Optional.empty()
                    : Optional.of(all.get(random.nextInt(all.size()))).filter(believer -> believer.started);
        }

        private <T> T oneOf(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        private List<ClientIdentity> identities() {
            return policy == SameClientId.VIRTUAL ? TWO : List.of(ClientIdentity.ANYBODY);
        }

        private Key anyKey() {
            return new Key(oneOf(identities()), 1 + random.nextInt(CLIENT_IDS));
        }

        private void come(Key key) {
            boolean held = clients.containsKey(key);
            if (held && policy == SameClientId.VIRTUAL) {
                return;
            }
            int version = CLIENT_VERSIONS[random.nextInt(CLIENT_VERSIONS.length)];
            TestClient client = world.connect(version, key.identity()).greet();
            var believer = new Believer(key, client);
            if (held || newcomers.stream().anyMatch(n -> n.key.equals(key))) {
                count("same client id, " + policy);
                newcomers.add(believer);
            } else {
                clients.put(key, believer);
            }
            believer.startWhenGreeted();
        }

        private void dies(Believer believer) {
            count("client dies");
            check();
            clients.remove(believer.key);
            believer.client.die();
        }

        private void subscribes(Believer believer) {
            StreamKind kind = oneOf(List.of(StreamKind.values()));
            var tag = new StreamKind.Tag(kind, 1 + random.nextInt(CONTRACTS));
            int reqId = newId(believer);
            Outgoing start = kind.start(reqId, tag.number());
            if (kind == StreamKind.BARS && !believer.speaks(new CancelHeadTimestamp(1))) {
                // Before 124 bars can't be kept up to date.
                return;
            }
            if (start instanceof ReqMktData quote && random.nextInt(4) == 0) {
                start = new ReqMktData(reqId, quote.contract(), "233", false, false, "");
            }
            if (believer.speaks(start)) {
                believer.streams.put(reqId, tag);
                believer.client.send(start);
                count("subscribe " + kind);
            }
        }

        private void account(Believer believer) {
            if (random.nextBoolean()) {
                believer.askedForAccount = true;
                believer.client.send(new ReqAccountUpdates(true, "DU9000001"));
            } else if (believer.summaries.isEmpty()) {
                int reqId = newId(believer);
                believer.summaries.add(reqId);
                believer.client.send(new ReqAccountSummary(reqId, "All", "NetLiquidation"));
            } else {
                int reqId = believer.summaries.iterator().next();
                believer.summaries.remove(reqId);
                believer.client.send(new CancelAccountSummary(reqId));
            }
        }

        private int newId(Believer believer) {
            believer.used.add(nextReqId);
            return nextReqId++;
        }

        private void unsubscribes(Believer believer) {
            check();
            if (!believer.streams.isEmpty() && clients.containsValue(believer)) {
                count("unsubscribe");
                Map.Entry<Integer, StreamKind.Tag> first =
                        believer.streams.entrySet().iterator().next();
                int reqId = first.getKey();
                Outgoing cancel = first.getValue().kind().cancel(reqId);
                believer.streams.remove(reqId);
                believer.client.send(cancel);
                if (random.nextInt(3) == 0) {
                    staysForAMoment(first.getValue());
                }
            }
        }

        /** Who comes back for a stream soon finds it still there. */
        private void staysForAMoment(StreamKind.Tag tag) {
            gateway.work(false);
            if (ready() && !gateway.serversLost && gateway.streams.containsValue(tag)) {
                count("stream left");
                long epoch = world.gateway.epoch;
                world.passMs(random.nextInt(490));
                gateway.work(false);
                if (ready() && world.gateway.epoch == epoch) {
                    assertThat(gateway.streams.values())
                            .as("the stream just left")
                            .contains(tag);
                }
            }
        }

        private void stallsOrReadsOn(Believer believer) {
            count("stall");
            if (believer.client.reads) {
                believer.client.reads = false;
                believer.client.queued = 300_000;
                believer.stalledAt = world.nanos();
            } else {
                readsOn(believer);
            }
        }

        private void readsOn(Believer believer) {
            believer.client.reads = true;
            believer.client.queued = 0;
        }

        private void asks(Believer believer) {
            count("question");
            // Now and then more than the gateway takes in a second.
            asks(believer, random.nextInt(15) == 0 ? 2 * RATE : 1);
        }

        private void asks(Believer believer, int questions) {
            for (int i = 0; i < questions; i++) {
                int reqId = newId(believer);
                int conId = 1 + random.nextInt(CONTRACTS);
                believer.questions.put(reqId, conId);
                believer.client.send(new ReqContractDetails(
                        reqId, Contract.builder().conId(conId).build()));
            }
        }

        private void positions(Believer believer) {
            check();
            if (random.nextBoolean()) {
                believer.positionRequests++;
                believer.holdsPositions = true;
                believer.client.send(new ReqPositions());
            } else {
                believer.holdsPositions = false;
                believer.client.send(new CancelPositions());
            }
        }

        private void trades(Believer believer) {
            count("order");
            int orderId = lastOrderId.merge(believer.key, FIRST_ORDER_ID, (last, first) -> last + 1);
            PlaceOrder order = Orders.place(orderId);
            believer.client.send(new PlaceOrder(
                    orderId,
                    order.contract(),
                    order.order().toBuilder()
                            .orderRef(believer.key + ":" + orderId)
                            .build()));
        }

        private void cancels(Believer believer) {
            Integer orderId = lastOrderId.get(believer.key);
            if (orderId != null) {
                count("cancel");
                believer.client.send(Orders.cancel(orderId));
            }
        }

        /** What must hold at every moment. */
        private void check() {
            for (Believer believer : List.copyOf(clients.values())) {
                believer.startWhenGreeted();
                believer.client.take().forEach(message -> check(believer, message));
                if (believer.client.closed) {
                    count(believer.client.reads ? "ended" : "cut");
                    clients.remove(believer.key, believer);
                } else if (!believer.client.reads) {
                    assertThat(world.nanos() - believer.stalledAt)
                            .as("how long " + believer.key + " has read nothing")
                            .isLessThanOrEqualTo(STALLED_NANOS);
                }
            }
            for (Believer newcomer : List.copyOf(newcomers)) {
                newcomer.startWhenGreeted();
                checkNewcomer(newcomer, newcomer.client.take());
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

        /** One that came under a client id which another one holds takes its place, or is told the truth. */
        private void checkNewcomer(Believer newcomer, List<Message> told) {
            if (told.stream().anyMatch(NextValidId.class::isInstance)) {
                assertThat(clients.get(newcomer.key))
                        .as("who holds " + newcomer.key + " beside the newcomer")
                        .isNull();
                newcomers.remove(newcomer);
                clients.put(newcomer.key, newcomer);
                told.forEach(message -> check(newcomer, message));
            }
            if (newcomer.client.closed) {
                newcomers.remove(newcomer);
                clients.remove(newcomer.key, newcomer);
            }
        }

        private void check(Believer believer, Message message) {
            StreamKind.said(message).ifPresent(said -> {
                count("tick delivered");
                assertThat(said.tag())
                        .as("the stream that client " + believer.key + " holds under " + said.reqId())
                        .isEqualTo(believer.streams.get(said.reqId()));
            });
            switch (message) {
                case ContractData data ->
                    assertThat(data.contractDetails().contract().conId())
                            .isEqualTo(believer.questions.getOrDefault(data.reqId(), -1));
                case NextValidId id -> believer.started = true;
                case ContractDataEnd end ->
                    assertThat(believer.questions.remove(end.reqId())).isNotNull();
                case ExecDetails fill -> {
                    count("fill delivered");
                    assertThat(fill.execution().clientId()).isEqualTo(believer.key.clientId());
                    assertThat(fill.execution().orderRef())
                            .as("whose fill it is")
                            .startsWith(believer.key + ":");
                    executionsOf
                            .computeIfAbsent(believer.key, key -> new HashSet<>())
                            .add(fill.execution().execId());
                    assertThat(believer.executions.add(fill.execution().execId()))
                            .as("a session is told a fill once")
                            .isTrue();
                }
                case OrderStatus status -> believer.statuses++;
                case OpenOrder order -> {
                    assertThat(order.order().clientId()).isEqualTo(believer.key.clientId());
                    assertThat(order.order().orderRef()).as("whose order it is").startsWith(believer.key + ":");
                }
                case AccountDownloadEnd end -> {
                    count("account complete");
                    assertThat(gateway.accountEnds).as("the gateway said so").isPositive();
                    assertThat(believer.askedForAccount).isTrue();
                }
                case AccountSummaryEnd end -> {
                    count("summary complete");
                    assertThat(gateway.summaryEnds).as("the gateway said so").isPositive();
                    assertThat(believer.summaries).contains(end.reqId());
                }
                case PositionEnd end -> {
                    count("positions complete");
                    assertThat(gateway.positionEnds).as("the gateway said so").isPositive();
                    assertThat(--believer.positionRequests).isNotNegative();
                }
                case ErrorMessage error -> {
                    if (error.id() > 0
                            && error.id() < FIRST_ORDER_ID
                            && ErrorCatalogue.of(error.errorCode()).endsRequest()) {
                        believer.streams.remove(error.id());
                        believer.questions.remove(error.id());
                        believer.summaries.remove(error.id());
                    }
                    assertThat(error.id()).as("no id of the gateway's side").isLessThan(1_000_000_000);
                    assertThat(error.id() <= 0
                                    || believer.used.contains(error.id())
                                    || error.id() >= FIRST_ORDER_ID
                                            && error.id() <= lastOrderId.getOrDefault(believer.key, 0))
                            .as("%s names something of client %s", error, believer.key)
                            .isTrue();
                }
                case PositionData position ->
                    assertThat(believer.holdsPositions)
                            .as("positions are for who asked")
                            .isTrue();
                case UpdateAccountValue value ->
                    assertThat(believer.askedForAccount)
                            .as("an account is for who asked")
                            .isTrue();
                case AccountSummary value ->
                    assertThat(believer.summaries)
                            .as("a summary is for who asked")
                            .contains(value.reqId());
                default -> {
                    // Nothing is promised about it here.
                }
            }
        }

        private void count(String what) {
            tried.merge(what, 1, Integer::sum);
        }
    }
}
