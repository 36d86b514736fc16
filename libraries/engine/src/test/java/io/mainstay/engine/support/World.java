package io.mainstay.engine.support;

import io.mainstay.engine.Engine;
import io.mainstay.engine.EnginePorts;
import io.mainstay.engine.EngineSettings;
import io.mainstay.engine.access.AccessRules;
import io.mainstay.engine.access.Peer;
import io.mainstay.engine.access.Via;
import io.mainstay.engine.downstream.ClientIdentity;
import io.mainstay.engine.downstream.ClientSettings;
import io.mainstay.engine.downstream.SameClientId;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.port.ConnectFailure;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.upstream.UpstreamSettings;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ContractDetails;
import io.mainstay.protocol.message.ExecDetailsEnd;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqExecutions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** An engine between a gateway, clients and a journal, all in memory, under a time that only the test moves. */
public final class World {
    public static final int OUR_CLIENT_ID = 7;
    public static final int OUR_UID = 1_000;
    public static final String ENDPOINT = "127.0.0.1:4002";
    public static final long EPOCH_MS = 1_700_000_000_000L;

    public final FakeGatewayLink gateway = new FakeGatewayLink();
    public final MemoryJournal journal;
    public final MemoryConnects connects;
    public final List<EngineEvent> events = new ArrayList<>();
    public final Engine engine;
    private long nanos;

    public World() {
        this(new MemoryJournal(), OUR_CLIENT_ID, UpstreamSettings.DEFAULT_MESSAGES_PER_SECOND);
    }

    /** A process after others. */
    public World(MemoryConnects connects) {
        this(
                new MemoryJournal(),
                OUR_CLIENT_ID,
                UpstreamSettings.DEFAULT_MESSAGES_PER_SECOND,
                SameClientId.REFUSE,
                connects,
                AccessRules.ownUserOnly(OUR_UID));
    }

    public World(MemoryJournal journal) {
        this(journal, OUR_CLIENT_ID, UpstreamSettings.DEFAULT_MESSAGES_PER_SECOND);
    }

    public World(AccessRules access) {
        this(
                new MemoryJournal(),
                OUR_CLIENT_ID,
                UpstreamSettings.DEFAULT_MESSAGES_PER_SECOND,
                SameClientId.REFUSE,
                new MemoryConnects(),
                access);
    }

    public World(SameClientId sameClientId) {
        this(new MemoryJournal(), OUR_CLIENT_ID, UpstreamSettings.DEFAULT_MESSAGES_PER_SECOND, sameClientId);
    }

    public World(MemoryJournal journal, int ourClientId, int messagesPerSecond) {
        this(journal, ourClientId, messagesPerSecond, SameClientId.REFUSE);
    }

    public World(MemoryJournal journal, SameClientId sameClientId) {
        this(journal, OUR_CLIENT_ID, UpstreamSettings.DEFAULT_MESSAGES_PER_SECOND, sameClientId);
    }

    private World(MemoryJournal journal, int ourClientId, int messagesPerSecond, SameClientId sameClientId) {
        this(
                journal,
                ourClientId,
                messagesPerSecond,
                sameClientId,
                new MemoryConnects(),
                AccessRules.ownUserOnly(OUR_UID));
    }

    private World(
            MemoryJournal journal,
            int ourClientId,
            int messagesPerSecond,
            SameClientId sameClientId,
            MemoryConnects connects,
            AccessRules access) {
        this.journal = journal;
        this.connects = connects;
        this.engine = new Engine(
                new EngineSettings(
                        UpstreamSettings.of(
                                ENDPOINT,
                                ourClientId,
                                MessageCodec.NEWEST_VERSION,
                                10_000,
                                messagesPerSecond,
                                UpstreamSettings.DEFAULT_MARKET_DATA_LINES),
                        ClientSettings.of(MessageCodec.NEWEST_VERSION, sameClientId),
                        access),
                new EnginePorts(
                        gateway, journal, connects, events::add, () -> EPOCH_MS + nanos / 1_000_000, new Random(1)));
        gateway.clock = () -> nanos;
        engine.start(nanos);
    }

    /** A world whose gateway session is READY and reconciled. */
    public static World ready() {
        return new World().becomeReady();
    }

    public long nanos() {
        return nanos;
    }

    /** Lets time pass, and polls as often as the engine wants to be. */
    public World passMs(long ms) {
        long end = nanos + ms * 1_000_000;
        while (true) {
            long wait = engine.poll(nanos);
            if (answerSignsOfLife()) {
                continue;
            }
            if (wait == Long.MAX_VALUE || nanos + wait > end) {
                break;
            }
            nanos += Math.max(1, wait);
        }
        nanos = end;
        engine.poll(nanos);
        answerSignsOfLife();
        return this;
    }

    /** Answers what the engine asked for its own sake. Returns whether there was something. */
    boolean answerSignsOfLife() {
        boolean any = gateway.signsOfLifeOwed > 0;
        while (gateway.signsOfLifeOwed > 0) {
            gateway.signsOfLifeOwed--;
            gatewaySays(new NextValidId(1));
        }
        return any;
    }

    public World connected() {
        engine.upstreamConnected(gateway.epoch, nanos);
        return this;
    }

    public World connectFails(ConnectFailure failure) {
        engine.upstreamConnectFailed(gateway.epoch, failure, "", nanos);
        return this;
    }

    public World gatewayGreets() {
        return rawFromGateway(new ServerGreeting(gateway.serverVersion, "20260611 13:30:02 EST").encode());
    }

    public World becomeReady() {
        return becomeReady(379);
    }

    public World becomeReady(int nextValidId) {
        connected().gatewayGreets();
        gatewaySays(new ManagedAccounts("DU9000001"), new NextValidId(nextValidId));
        answerReconciliation();
        return this;
    }

    /** The gateway comes back after its end, with a version that may be another one. */
    public World restartGateway(int serverVersion) {
        gatewayCloses(true);
        gateway.serverVersion = serverVersion;
        passMs(2_000);
        return becomeReady();
    }

    /** Answers the engine's own questions for orders and executions with nothing, and forgets what was received. */
    public void answerReconciliation() {
        for (Outgoing message : takeFromEngine()) {
            if (message instanceof ReqAllOpenOrders) {
                gatewaySays(new OpenOrderEnd());
            } else if (message instanceof ReqExecutions executions) {
                gatewaySays(new ExecDetailsEnd(executions.reqId()));
            }
        }
    }

    /** Answers the questions for contracts that came, with what was asked for; other messages are still to be taken. */
    public World answersContracts() {
        List<ReqContractDetails> questions = gateway.received.stream()
                .filter(ReqContractDetails.class::isInstance)
                .map(ReqContractDetails.class::cast)
                .toList();
        gateway.received.removeAll(questions);
        for (ReqContractDetails asked : questions) {
            gatewaySays(
                    new ContractData(
                            asked.reqId(),
                            ContractDetails.builder().contract(asked.contract()).build()),
                    new ContractDataEnd(asked.reqId()));
        }
        return this;
    }

    public World gatewaySays(Incoming... messages) {
        var out = new FieldWriter(gateway.serverVersion);
        for (Incoming message : messages) {
            message.write(out);
        }
        return rawFromGateway(out.toByteArray());
    }

    public World rawFromGateway(byte[] bytes) {
        engine.upstreamBytes(gateway.epoch, bytes, 0, bytes.length, nanos);
        return this;
    }

    public World gatewayCloses(boolean reset) {
        engine.upstreamClosed(gateway.epoch, reset, nanos);
        return this;
    }

    /** What the gateway received since the last call. */
    public List<Outgoing> takeFromEngine() {
        List<Outgoing> all = List.copyOf(gateway.received);
        gateway.received.clear();
        return all;
    }

    public <M extends Outgoing> M takeOne(Class<M> type) {
        List<M> all = takeFromEngine().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
        if (all.size() != 1) {
            throw new AssertionError("expected one " + type.getSimpleName() + ", got " + all);
        }
        return all.getFirst();
    }

    public TestClient connect(int version) {
        return connect(version, ClientIdentity.ANYBODY);
    }

    public TestClient connect(int version, ClientIdentity identity) {
        return new TestClient(this, engine, Peer.local(Via.UNIX, OUR_UID), version, identity);
    }

    public TestClient connect(Peer peer, int version) {
        return new TestClient(this, engine, peer, version, ClientIdentity.ANYBODY);
    }

    /** A world whose gateway speaks a version. */
    public static World ready(int serverVersion) {
        var world = new World();
        world.gateway.serverVersion = serverVersion;
        return world.becomeReady();
    }

    /** A client at the newest version that has been let in; what it was told at the start is forgotten. */
    public TestClient client(int clientId) {
        return client(clientId, MessageCodec.NEWEST_VERSION);
    }

    public TestClient client(int clientId, int version) {
        TestClient client = connect(version).greet().startApi(clientId);
        client.take();
        return client;
    }

    public List<CloseReason> clientEnds() {
        return events.stream()
                .filter(EngineEvent.ClientEnded.class::isInstance)
                .map(e -> ((EngineEvent.ClientEnded) e).reason())
                .toList();
    }

    public List<CloseReason> upstreamEnds() {
        return events.stream()
                .filter(EngineEvent.UpstreamEnded.class::isInstance)
                .map(e -> ((EngineEvent.UpstreamEnded) e).reason())
                .toList();
    }
}
