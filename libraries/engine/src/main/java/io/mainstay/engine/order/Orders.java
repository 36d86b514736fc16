package io.mainstay.engine.order;

import io.mainstay.engine.downstream.ClientDirectory;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.port.JournalException;
import io.mainstay.engine.port.OrderJournal;
import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.routing.RequestMap;
import io.mainstay.engine.subscription.Flights;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Availability;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.engine.upstream.OutageNotice;
import java.util.Comparator;
import java.util.List;

/** All about orders, put together. */
public final class Orders {
    private static final long LOAD_AGAIN_MS = 5_000;

    private final OrderRegistry registry;
    private final RequestMap requests;
    private final ClientDirectory clients;
    private final EventSink events;
    private final Now now;
    private final Owners owners;
    private final OrderDispatch dispatch;
    private final OrderDesk desk;
    private final Settlement settlement;
    private final OrderNews news;
    private final Fills fills;
    private final Executions executions;
    private long loadAgainAt = Now.NEVER;

    public Orders(
            Gateway gateway,
            OrderJournal journal,
            Owners owners,
            ClientDirectory clients,
            Flights flights,
            RequestMap requests,
            EventSink events,
            Availability availability,
            OutageNotice notice,
            Now now) {
        this.clients = clients;
        this.events = events;
        this.now = now;
        this.requests = requests;
        this.registry = new OrderRegistry(journal);
        var progress = new OrderProgress(registry, journal, events, now);
        this.dispatch = new OrderDispatch(gateway, registry, progress, clients, notice, now);
        this.desk = new OrderDesk(gateway, registry, progress, dispatch, events, availability);
        this.owners = owners;
        var view = new OwnerView(registry, owners);
        this.settlement = new Settlement(gateway, registry, progress, dispatch, view, clients, events, now);
        this.news = new OrderNews(gateway, registry, view, progress, settlement, flights, clients, events);
        this.fills = new Fills(journal, clients, events, now);
        this.executions = new Executions(news, settlement, view, fills, requests);
    }

    /**
     * Reads the journal; when that fails, orders are refused and it is tried again by and by.
     *
     * @return whether the orders are known now
     */
    public boolean load() {
        try {
            registry.load();
            owners.load();
            loadAgainAt = Now.NEVER;
            keepRequestsApart();
        } catch (JournalException e) {
            loadAgainAt = now.inMs(LOAD_AGAIN_MS);
            events.accept(
                    new EngineEvent.Trouble("orders are refused until the journal can be read: " + e.getMessage()));
        }
        return registry.loaded();
    }

    /** Returns whether the orders have just become known, so that what the gateway said before was not understood. */
    public boolean poll() {
        fills.poll();
        return now.reached(loadAgainAt) && load();
    }

    public long nextDeadline() {
        return Math.min(Math.min(fills.nextDeadline(), settlement.nextDeadline()), loadAgainAt);
    }

    public OrderDesk desk() {
        return desk;
    }

    public OrderDispatch dispatch() {
        return dispatch;
    }

    public Settlement settlement() {
        return settlement;
    }

    public OrderNews news() {
        return news;
    }

    public Fills fills() {
        return fills;
    }

    public Executions executions() {
        return executions;
    }

    /** The gateway's word on the next order id, at the beginning of a session. */
    public void gatewayNextId(int nextId) {
        registry.gatewayNextId(nextId);
    }

    /** Lets new requests get ids that no order has or will get. */
    public void keepRequestsApart() {
        requests.keepApartFromOrders(registry.nextUpstreamId(), registry::has);
    }

    /** A session did not come about; what the gateway told of orders in it is as old as the attempt. */
    public void onUpstreamFailed() {
        settlement.onUpstreamLost();
        registry.all().forEach(OrderRecord::forgetNews);
    }

    /** The newest {@code most} orders that are not over. */
    public List<OrderInfo> list(int most) {
        return registry.all().stream()
                .filter(order -> order.phase() != OrderPhase.DONE)
                .sorted(Comparator.comparingInt(OrderRecord::upstreamOrderId).reversed())
                .limit(most)
                .map(order -> new OrderInfo(
                        clients.holder(order.owner())
                                .map(ClientSession::clientId)
                                .orElse(order.owner()),
                        order.clientOrderId(),
                        order.upstreamOrderId(),
                        order.permId(),
                        order.phase().name(),
                        order.lastStatus(),
                        order.lastDescription(),
                        dispatch.waits(order)))
                .toList();
    }

    /** Lets a client's rights see what the gateway last said of its orders, which later messages do not say of which account. */
    public void show(ClientSession client) {
        registry.all().stream()
                .filter(order -> order.owner() == client.owner())
                .flatMap(order -> order.lastOpenOrder().stream())
                .forEach(client::sees);
    }

    /** The order id that an owner's client is told to use next. */
    public int nextClientOrderId(int owner) {
        return registry.nextClientOrderId(owner);
    }
}
