package io.mainstay.engine;

import io.mainstay.engine.access.AccessControl;
import io.mainstay.engine.access.AccessRules;
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
import io.mainstay.engine.upstream.UpstreamState;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.StartApi;
import java.util.List;
import java.util.Optional;

/**
 * One session with a gateway, shared by many clients. Every input names the time in nanoseconds since an arbitrary start,
 * never negative and never going back; every input works until nothing is left to do and hands all output to the ports
 * before it returns. Used by one thread.
 */
public final class Engine {
    private final Now now;
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
    private final Farms farms;
    private final OutageNotice notice;
    private final AccessControl access;
    private final AccessDesk rules;
    private final GatewayOffer offer;
    private final Admission admission;
    private final Recovery recovery;
    private final AccountsWatch accounts;
    private final StatusReport status;
    private final OperatorDesk operator;
    private final Doorkeeper doorkeeper;

    public Engine(EngineSettings settings, EnginePorts ports) {
        this.now = new Now(ports.epochMs());
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
        this.farms = new Farms(now);
        this.offer = new GatewayOffer(upstream, wording, now);
        var owners = new Owners(ports.journal());
        this.clients = new Clients(settings.clients(), owners, offer, new FromClient(), ports.events(), wording, now);
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
        this.recovery = new Recovery(upstream, clients, streams, shared, requests, farms, ports.events(), now);
        this.fromGateway = new GatewayMessages(shared, map, requests, orders, farms, clients, recovery);
        this.admission = new Admission(upstream, access, doorkeeper, clients, orders, farms, notice);
        this.accounts = new AccountsWatch(upstream, clients);
        this.rules = new AccessDesk(access, clients, requests, streams, shared, orders);
        this.status =
                new StatusReport(settings.upstream(), upstream, clients, map, shared, streams, farms, notice, now);
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
        clients.poll().forEach(admission::decide);
        shared.poll();
        requests.poll();
        streams.poll();
        recovery.poll();
        if (orders.poll()) {
            recovery.reconcile();
        }
        if (orders.settlement().due()) {
            recovery.settle(orders.settlement());
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
        next = Math.min(next, recovery.nextDeadline());
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

    /** Puts other rules in force for all clients, also those that are in. */
    public AccessOutcome changeAccess(AccessRules access, long nowNanos) {
        now.advance(nowNanos);
        AccessOutcome outcome = rules.change(access);
        turnEnds();
        return outcome;
    }

    /** What a drain waits for: requests and orders that are not answered. Streams never end, so they don't count. */
    private int running() {
        return (int) map.all().stream().filter(open -> !open.stream()).count()
                + streams.unanswered()
                + shared.flights().count()
                + orders.dispatch().inFlight();
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
        return status.take();
    }

    /** The first {@code most} streams, oldest first. */
    public List<StreamInfo> streams(int most) {
        return streams.list(most);
    }

    /** The newest {@code most} orders that are not over. */
    public List<OrderInfo> orders(int most) {
        return orders.list(most);
    }

    /** Durable first, then the gateway, then the clients. */
    private void turnEnds() {
        requests.askForContracts();
        fromClients.release();
        streams.onContractsCounted();
        orders.fills().store();
        upstream.flush();
        orders.dispatch().afterWrite();
        clients.flush();
    }

    /** What the gateway session tells. */
    private final class FromUpstream implements UpstreamListener {
        @Override
        public void onMessage(Incoming message) {
            access.learn(message);
            farms.onMessage(message);
            recovery.onMessage(message);
            fromGateway.onMessage(message);
        }

        @Override
        public void onVersion() {
            wording.onGateway(upstream.serverVersion(), upstream.connectionTime());
            clients.all().forEach(client -> client.greetHeld(upstream.serverVersion()));
        }

        @Override
        public void onReady(int nextValidId) {
            orders.gatewayNextId(nextValidId);
            orders.keepRequestsApart();
            types.onUpstreamReady();
            accounts.onSession();
            recovery.onSession();
            orders.settlement().onSession();
            admission.onReady();
            recovery.reconcile();
        }

        @Override
        public void onLost(Outage outage) {
            farms.forget();
            recovery.onSessionLost();
            requests.onUpstreamLost(outage);
            streams.onUpstreamLost(outage);
            shared.onUpstreamLost(outage, notice);
            orders.settlement().onUpstreamLost();
            orders.dispatch().onUpstreamLost(outage);
            clients.ready()
                    .forEach(client -> client.error(
                            ClientSession.NO_ID, ErrorCatalogue.LINK_LOST, notice.text(outage), notice.json(outage)));
        }

        @Override
        public void onFailed(Outage outage) {
            farms.forget();
            orders.onUpstreamFailed();
            // They are told the cause as soon as they start, which they do when they are greeted.
            clients.all().forEach(client -> client.greetHeld(offer.newestVersion()));
            admission.onFailed(outage);
        }
    }

    /** What clients tell. */
    private final class FromClient implements ClientHandler {
        @Override
        public void onStartApi(ClientSession client, StartApi message) {
            admission.onStartApi(client, message);
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
            clients.ended(client).ifPresent(admission::decide);
        }
    }
}
