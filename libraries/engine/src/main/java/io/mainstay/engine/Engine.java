package io.mainstay.engine;

import io.mainstay.engine.access.AccessControl;
import io.mainstay.engine.access.Peer;
import io.mainstay.engine.access.Rights;
import io.mainstay.engine.downstream.ClientHandler;
import io.mainstay.engine.downstream.ClientIdentity;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.operator.OperatorAnswer;
import io.mainstay.engine.operator.OperatorVerb;
import io.mainstay.engine.order.OrderInfo;
import io.mainstay.engine.order.Orders;
import io.mainstay.engine.order.Owners;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.port.ConnectFailure;
import io.mainstay.engine.port.DownstreamLink;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.routing.RequestMap;
import io.mainstay.engine.stream.MarketDataTypes;
import io.mainstay.engine.stream.StreamInfo;
import io.mainstay.engine.stream.Streams;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.units.CountedContracts;
import io.mainstay.engine.units.Wording;
import io.mainstay.engine.upstream.Availability;
import io.mainstay.engine.upstream.Outage;
import io.mainstay.engine.upstream.OutageNotice;
import io.mainstay.engine.upstream.UpstreamListener;
import io.mainstay.engine.upstream.UpstreamSession;
import io.mainstay.engine.upstream.UpstreamSettings;
import io.mainstay.engine.upstream.UpstreamState;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataUpdate;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.RealtimeBar;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.protocol.message.TickByTick;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.UpdateMktDepth;
import io.mainstay.protocol.message.UpdateMktDepthL2;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One session with a gateway, shared by many clients. Every input names the time in nanoseconds since an arbitrary start,
 * never negative and never going back; every input works until nothing is left to do and hands all output to the ports
 * before it returns. Used by one thread.
 */
public final class Engine {
    private static final long NEVER_MS = -1;

    private final Now now;
    private final UpstreamSettings settings;
    private final UpstreamSession upstream;
    private final Clients clients;
    private final RequestMap map;
    private final Shared shared;
    private final Orders orders;
    private final Streams streams;
    private final RequestDesk requests;
    private final MarketDataTypes types = new MarketDataTypes();
    private final CountedContracts counted = new CountedContracts();
    private final Wording wording = new Wording();
    private final HeldMessages held;
    private final ClientMessages fromClients;
    private final GatewayMessages fromGateway;
    private final Farms farms = new Farms();
    private final OutageNotice notice;
    private final EventSink events;
    private final AccessControl access;
    private final OperatorDesk operator;
    private final Doorkeeper doorkeeper;
    private boolean hadSession;
    private long lostAt;
    private long heardOfServers = -1;

    public Engine(EngineSettings settings, EnginePorts ports) {
        this.now = new Now(ports.epochMs());
        this.settings = settings.upstream();
        this.events = ports.events();
        this.notice = new OutageNotice(settings.upstream().endpoint(), now);
        this.upstream = new UpstreamSession(
                settings.upstream(),
                ports.upstream(),
                ports.connects(),
                ports.events(),
                new FromUpstream(),
                now,
                ports.random());
        this.access = new AccessControl(settings.access(), upstream::accounts, now);
        this.doorkeeper = new Doorkeeper(now);
        var owners = new Owners(ports.journal());
        this.clients = new Clients(settings.clients(), owners, new FromClient(), ports.events(), wording, now);
        this.map = new RequestMap(now);
        this.shared = Shared.create(upstream, map, now);
        var availability = new Availability(upstream, notice);
        this.orders = new Orders(
                upstream,
                ports.journal(),
                owners,
                clients,
                shared.flights(),
                map,
                ports.events(),
                availability,
                notice,
                now);
        this.streams = new Streams(
                upstream, map, types, counted, notice, now, settings.upstream().marketDataLines());
        this.requests = new RequestDesk(
                upstream,
                map,
                orders.executions(),
                streams,
                counted,
                types,
                notice,
                ports.events(),
                now,
                settings.clients().requestsMax());
        this.held = new HeldMessages(upstream, counted, availability);
        this.fromClients =
                new ClientMessages(upstream, shared, requests, orders, ports.events(), types, availability, held);
        this.fromGateway = new GatewayMessages(shared, map, requests, orders, farms, clients, new FromServers());
        this.operator = new OperatorDesk(upstream, clients, notice, now, this::running);
    }

    /** Begins to connect. */
    public void start(long nowNanos) {
        now.advance(nowNanos);
        upstream.start();
        orders.load();
        turnEnds();
    }

    public void upstreamConnected(long epoch, long nowNanos) {
        now.advance(nowNanos);
        upstream.connected(epoch);
        turnEnds();
    }

    /**
     * The attempt to connect failed.
     *
     * @param detail what the system said, for texts; may be empty
     */
    public void upstreamConnectFailed(long epoch, ConnectFailure failure, String detail, long nowNanos) {
        now.advance(nowNanos);
        upstream.connectFailed(epoch, failure, detail);
        turnEnds();
    }

    public void upstreamBytes(long epoch, byte[] bytes, int offset, int length, long nowNanos) {
        now.advance(nowNanos);
        upstream.received(epoch, bytes, offset, length);
        turnEnds();
    }

    /** The gateway's side ended, in order or by a reset. */
    public void upstreamClosed(long epoch, boolean reset, long nowNanos) {
        now.advance(nowNanos);
        upstream.closed(epoch, reset);
        turnEnds();
    }

    /** A client connected. The session returned names it in the inputs that follow. */
    public ClientSession clientAccepted(DownstreamLink link, Peer peer, ClientIdentity identity, long nowNanos) {
        now.advance(nowNanos);
        ClientSession session = clients.accept(link, peer, identity);
        if (!access.mayComeIn(peer)) {
            session.end(CloseReason.NOT_PERMITTED, peer.text());
        } else if (operator.draining()) {
            session.end(CloseReason.DRAINING, "");
        }
        turnEnds();
        return session;
    }

    public void clientBytes(ClientSession session, byte[] bytes, int offset, int length, long nowNanos) {
        now.advance(nowNanos);
        session.received(bytes, offset, length);
        turnEnds();
    }

    /** The client's side ended, in order or by a reset. */
    public void clientClosed(ClientSession session, boolean reset, long nowNanos) {
        now.advance(nowNanos);
        session.closed(reset);
        turnEnds();
    }

    /**
     * Does what time makes due.
     *
     * @return nanoseconds until it is to be called again; {@link Long#MAX_VALUE} if nothing is due
     */
    public long poll(long nowNanos) {
        now.advance(nowNanos);
        upstream.poll();
        doorkeeper.poll();
        clients.poll().forEach(this::decide);
        shared.poll();
        requests.poll();
        streams.poll();
        if (orders.poll()) {
            reconcile();
        }
        turnEnds();
        if (operator.drained()) {
            stop(nowNanos);
        }
        return untilNextDeadline();
    }

    /** Nanoseconds until {@link #poll} is due; {@link Long#MAX_VALUE} if nothing is. Changes with every input. */
    public long untilNextDeadline() {
        long next = Math.min(upstream.nextDeadline(), clients.nextDeadline());
        next = Math.min(next, Math.min(shared.nextDeadline(), orders.nextDeadline()));
        next = Math.min(next, Math.min(requests.nextDeadline(), streams.nextDeadline()));
        next = Math.min(next, Math.min(operator.nextDeadline(), doorkeeper.nextDeadline()));
        return next == Now.NEVER ? Long.MAX_VALUE : Math.max(0, next - now.nanos());
    }

    /** Does what an operator wants. */
    public OperatorAnswer operate(OperatorVerb verb, long nowNanos) {
        now.advance(nowNanos);
        OperatorAnswer answer = operator.act(verb);
        turnEnds();
        if (operator.drained()) {
            stop(nowNanos);
        }
        return answer;
    }

    /** What a drain waits for: requests and orders that are not answered. Streams never end, so they don't count. */
    private int running() {
        return (int) map.all().stream().filter(open -> !open.stream()).count()
                + streams.unanswered()
                + shared.flights().count()
                + orders.inFlight();
    }

    /** Whether the engine is ending, from whichever side that came. */
    public boolean stopping() {
        return upstream.isStopping();
    }

    /** Ends all sessions in order. The engine is done when {@link #stopped} says so; until then it is driven on. */
    public void stop(long nowNanos) {
        now.advance(nowNanos);
        for (ClientSession client : clients.all()) {
            client.end(CloseReason.SHUTDOWN, "");
        }
        upstream.flush();
        upstream.stop();
        turnEnds();
    }

    public boolean stopped() {
        return upstream.state() == UpstreamState.CLOSED;
    }

    public EngineStatus snapshot(long nowNanos) {
        now.advance(nowNanos);
        List<EngineStatus.ClientStatus> served = new ArrayList<>();
        for (ClientSession client : clients.ready()) {
            served.add(new EngineStatus.ClientStatus(
                    client.number(),
                    client.clientId(),
                    client.version(),
                    now.msSince(client.sinceNanos()),
                    rule(client),
                    role(client),
                    client.peer().text(),
                    map.count(client)
                            + streams.count(client)
                            + shared.summaries().count(client),
                    upstream.waiting(client.number()),
                    client.queuedBytes(),
                    client.conflated()));
        }
        return new EngineStatus(
                upstream.state(),
                upstream.epoch(),
                upstream.connects(),
                upstream.serverVersion(),
                upstream.outage()
                        .map(o -> new EngineStatus.OutageStatus(
                                o.cause(), notice.text(o), now.msSince(o.sinceNanos()), now.msUntil(o.retryAtNanos()))),
                served,
                map.all().size() + streams.count(),
                new EngineStatus.StreamStatus(streams.count(), streams.lines(), streams.historyInTurn()),
                shared.flights().count(),
                upstream.lanes(),
                roundTrip(),
                new EngineStatus.OperatorStatus(
                        upstream.intake().state(),
                        upstream.intake().why(),
                        now.msSince(upstream.intake().sinceNanos())),
                new EngineStatus.Budget(settings.messagesPerSecond(), streams.lines(), settings.marketDataLines()),
                upstream.ready() ? now.msSince(upstream.readySinceNanos()) : NEVER_MS,
                upstream.serversLost(),
                upstream.ready() && heardOfServers >= upstream.readySinceNanos()
                        ? now.msSince(heardOfServers)
                        : NEVER_MS,
                farms.broken(),
                clients.all().size() - served.size(),
                map.lateReplies(),
                upstream.unreadable());
    }

    /** The first {@code most} streams, oldest first. */
    public List<StreamInfo> streams(int most) {
        return streams.list(most);
    }

    /** The newest {@code most} orders that are not over. */
    public List<OrderInfo> orders(int most) {
        return orders.list(most);
    }

    private static String rule(ClientSession client) {
        Rights rights = client.rights();
        return rights == null ? "" : rights.rule();
    }

    private static String role(ClientSession client) {
        Rights rights = client.rights();
        return rights == null ? "" : rights.role().word();
    }

    private Optional<EngineStatus.RoundTrip> roundTrip() {
        return upstream.ready() && upstream.roundTripNanos() >= 0
                ? Optional.of(new EngineStatus.RoundTrip(
                        upstream.roundTripNanos(), now.msSince(upstream.lastAnsweredNanos())))
                : Optional.empty();
    }

    /** Durable first, then the gateway, then the clients. */
    private void turnEnds() {
        requests.askForContracts();
        fromClients.release();
        streams.onContractsCounted();
        orders.fills().store();
        upstream.flush();
        orders.desk().afterWrite();
        clients.flush();
    }

    /** Asks for the orders and fills of the time in which nobody listened. */
    private void reconcile() {
        if (upstream.ready()) {
            shared.flights().ask(new ReqAllOpenOrders(), this::openOrdersKnown);
            requests.openOwn(new ReqExecutions(0, 0, "", "", "", "", "", "", 0, List.of()));
        }
    }

    private void openOrdersKnown(boolean answered) {
        if (!answered) {
            events.accept(new EngineEvent.Trouble(
                    "the gateway did not list the open orders; orders whose outcome is unknown stay so"));
        }
    }

    private void attach(ClientSession client) {
        client.attach();
        client.send(new ManagedAccounts(upstream.accounts()));
        client.send(new NextValidId(orders.nextClientOrderId(client.owner())));
        farms.tell(client);
        orders.fills().replay(client);
    }

    private void refuse(ClientSession client, Outage outage) {
        client.error(ClientSession.NO_ID, outage.cause().errorCode(), notice.text(outage), notice.json(outage));
        client.end(CloseReason.UPSTREAM_UNAVAILABLE, outage.cause().name());
    }

    /** The newest version that clients are offered: what the gateway speaks or last spoke, and until then anything. */
    private int newestVersion() {
        return upstream.serverVersion() == 0 ? MessageCodec.NEWEST_VERSION : upstream.serverVersion();
    }

    private void decide(ClientSession client) {
        upstream.clientWaits();
        Optional<Outage> outage = upstream.outage();
        if (upstream.ready()) {
            attach(client);
        } else if (!upstream.worthWaiting() && outage.isPresent()) {
            refuse(client, outage.get());
        }
    }

    /**
     * Asks for all streams again and says so. Since clients have nothing to ask for again they get the code that means just
     * that, also when the gateway said otherwise to us; the gap is in the text.
     */
    private void restored(String what) {
        int streamsRestored = streams.restoreAll() + shared.restoreAll();
        long gapMs = now.msSince(lostAt);
        clients.ready()
                .forEach(client -> client.error(
                        ClientSession.NO_ID,
                        ErrorCatalogue.LINK_BACK,
                        what + "; all subscriptions were made again and keep their ids, without data for " + gapMs
                                + " ms",
                        "{\"mainstay\":{\"gapMs\":" + gapMs + ",\"streamsRestored\":" + streamsRestored + "}}"));
    }

    /** Ticks, bars and books can't come from the gateway itself, so they show that IB's servers and a farm are there. */
    private static boolean comesFromServers(Incoming message) {
        return switch (message) {
            case TickPrice m -> true;
            case TickSize m -> true;
            case RealtimeBar m -> true;
            case UpdateMktDepth m -> true;
            case UpdateMktDepthL2 m -> true;
            case TickByTick m -> true;
            case HistoricalData m -> true;
            case HistoricalDataUpdate m -> true;
            default -> false;
        };
    }

    /** What the gateway says of its own link to IB's servers. */
    private final class FromServers implements ServersListener {
        @Override
        public void onLost() {
            if (!upstream.serversLost()) {
                lostAt = now.nanos();
            }
            upstream.onServersLost();
            streams.onServersLost();
        }

        @Override
        public void onDataLost() {
            upstream.onServersBack();
            restored("the gateway has IB's servers back and had lost all subscriptions");
            reconcile();
        }

        @Override
        public void onDataKept() {
            upstream.onServersBack();
            streams.onDataKept();
            reconcile();
        }
    }

    /** What the gateway session tells. */
    private final class FromUpstream implements UpstreamListener {
        @Override
        public void onMessage(Incoming message) {
            access.learn(message);
            if (comesFromServers(message)) {
                heardOfServers = now.nanos();
            }
            fromGateway.onMessage(message);
        }

        @Override
        public void onVersion() {
            wording.onGateway(upstream.serverVersion(), upstream.connectionTime());
            clients.all().forEach(client -> client.greetHeld(upstream.serverVersion()));
        }

        @Override
        public void onReady(int nextValidId) {
            map.keepApartFromOrders(nextValidId);
            orders.gatewayNextId(nextValidId);
            types.onUpstreamReady();
            boolean again = hadSession;
            hadSession = true;
            if (again) {
                restored("the session with the gateway is back");
            }
            clients.waiting().forEach(Engine.this::attach);
            reconcile();
        }

        @Override
        public void onLost(Outage outage) {
            farms.forget();
            lostAt = now.nanos();
            requests.onUpstreamLost(outage);
            streams.onUpstreamLost(outage);
            shared.onUpstreamLost(outage, notice);
            orders.desk().onUpstreamLost(outage);
            clients.ready()
                    .forEach(client -> client.error(
                            ClientSession.NO_ID, ErrorCatalogue.LINK_LOST, notice.text(outage), notice.json(outage)));
        }

        @Override
        public void onFailed(Outage outage) {
            farms.forget();
            // They are told the cause as soon as they start, which they do when they are greeted.
            clients.all().forEach(client -> client.greetHeld(newestVersion()));
            clients.waiting().forEach(client -> refuse(client, outage));
        }
    }

    /** What clients tell. */
    private final class FromClient implements ClientHandler {
        @Override
        public void onStartApi(ClientSession client, StartApi message) {
            if (doorkeeper.turnsAway(client)) {
                return;
            }
            if (message.clientId() < 0) {
                client.error(
                        ClientSession.NO_ID,
                        ErrorCatalogue.REQUEST_NOT_VALID,
                        "the client id must not be negative: " + message.clientId());
                client.end(CloseReason.PROTOCOL_ERROR, "client id " + message.clientId());
                return;
            }
            Optional<Rights> rights =
                    access.admit(client.peer(), client.greetingOptions(), message.optionalCapabilities());
            if (rights.isEmpty()) {
                doorkeeper.turnAway(client);
                return;
            }
            client.admit(rights.get());
            if (clients.claim(client, message.clientId())) {
                decide(client);
            }
        }

        @Override
        public void onMessage(ClientSession client, Outgoing message) {
            Rights rights = client.rights();
            Optional<String> refusal = rights == null ? Optional.of("it is not let in") : rights.refusal(message);
            if (refusal.isPresent()) {
                Doorkeeper.refuse(client, message, refusal.get());
            } else {
                fromClients.onMessage(client, message);
            }
        }

        @Override
        public void onEnded(ClientSession client) {
            held.onClientEnded(client);
            requests.onClientEnded(client);
            streams.onClientEnded(client);
            types.onClientEnded(client);
            shared.onClientEnded(client);
            doorkeeper.onClientEnded(client);
            orders.fills().onClientEnded(client);
            clients.ended(client).ifPresent(Engine.this::decide);
        }

        @Override
        public OptionalInt gatewayVersion() {
            upstream.clientWaits();
            return upstream.serverVersion() == 0 && upstream.worthWaiting()
                    ? OptionalInt.empty()
                    : OptionalInt.of(newestVersion());
        }

        @Override
        public String connectionTime() {
            return wording.connectionTime(now.epochMs());
        }
    }
}
