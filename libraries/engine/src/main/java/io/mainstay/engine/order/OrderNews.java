package io.mainstay.engine.order;

import io.mainstay.engine.downstream.ClientDirectory;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.port.JournalException;
import io.mainstay.engine.subscription.Flights;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.protocol.error.Ends;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.error.ErrorCode;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.OrderBound;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.value.OrderStatusWord;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Takes what the gateway says about orders to their owners, under the owners' ids. The same messages answer a question
 * for open orders; then they also go to those who asked, and to an owner who did not ask only if they are news.
 */
public final class OrderNews {
    private static final int MASTER_OF_MANUAL_ORDERS = 0;

    private final Gateway gateway;
    private final OrderRegistry registry;
    private final OwnerView view;
    private final OrderProgress progress;
    private final Settlement settlement;
    private final Flights flights;
    private final ClientDirectory clients;
    private final EventSink events;

    OrderNews(
            Gateway gateway,
            OrderRegistry registry,
            OwnerView view,
            OrderProgress progress,
            Settlement settlement,
            Flights flights,
            ClientDirectory clients,
            EventSink events) {
        this.gateway = gateway;
        this.registry = registry;
        this.view = view;
        this.progress = progress;
        this.settlement = settlement;
        this.flights = flights;
        this.clients = clients;
        this.events = events;
    }

    public void onOpenOrder(OpenOrder message) {
        Optional<OrderRecord> known = find(
                message.orderId(), message.order().clientId(), message.order().permId());
        if (known.isEmpty()) {
            deliver(message, Optional.empty(), message.order().clientId(), true);
            return;
        }
        OrderRecord order = known.get();
        if (message.order().whatIf()) {
            progress.previewed(order);
            deliver(view.toOwner(message, order), known, order.owner(), true);
            return;
        }
        boolean news = order.news(message);
        settlement.onMentioned(order);
        progress.heardOf(order, message.order().permId(), false);
        deliver(view.toOwner(message, order), known, order.owner(), news);
    }

    public void onOrderStatus(OrderStatus message) {
        Optional<OrderRecord> known = find(message.orderId(), message.clientId(), message.permId());
        if (known.isEmpty()) {
            deliver(message, Optional.empty(), message.clientId(), true);
            return;
        }
        OrderRecord order = known.get();
        boolean news = order.news(message);
        settlement.onMentioned(order);
        progress.heardOf(
                order, message.permId(), OrderStatusWord.of(message.status()).isOver());
        deliver(view.toOwner(message, order), known, order.owner(), news);
    }

    /** A manual order got an id; only the client with id 0 can have asked for that. */
    public void onOrderBound(OrderBound message) {
        clients.holder(MASTER_OF_MANUAL_ORDERS).ifPresent(client -> client.send(message));
    }

    /** An error on an order id. Returns whether an order of ours has it. */
    public boolean onError(ErrorMessage error) {
        Optional<OrderRecord> known = find(error.id(), gateway.clientId(), 0);
        known.ifPresent(order -> {
            ErrorCode code = ErrorCatalogue.of(error.errorCode());
            if ((order.onlyPreviewed() || order.previewInFlight()) && !order.inFlight()) {
                if (code.ends() != Ends.NOTHING) {
                    progress.previewed(order);
                }
            } else {
                // A change of an order at work may be refused by such a code, or its preview; then its status decides.
                boolean over = order.permId() == 0 && !order.previewInFlight() && code.endsOrder();
                progress.heardOf(order, 0, over);
            }
            clients.holder(order.owner()).ifPresent(owner -> owner.send(OwnerView.toOwner(error, order)));
        });
        return known.isPresent();
    }

    /** A fill of an order that nobody here placed: for our client 0 if it is a manual one and we are client 0. */
    void toMasterOfManualOrders(ExecDetails fill, int ownerClientId) {
        clients.ready().stream()
                .filter(client -> isOwner(client, Optional.empty(), ownerClientId))
                .forEach(client -> client.send(fill));
    }

    Optional<OrderRecord> find(int orderId, int clientId, long permId) {
        try {
            if (clientId == gateway.clientId()) {
                Optional<OrderRecord> own = registry.byUpstreamId(orderId);
                if (own.isPresent()) {
                    return own;
                }
            }
        } catch (JournalException e) {
            events.accept(new EngineEvent.Trouble("an order could not be looked up: " + e.getMessage()));
        }
        return permId == 0 ? Optional.empty() : registry.byPermId(permId);
    }

    private void deliver(Incoming message, Optional<OrderRecord> order, int owner, boolean news) {
        Set<ClientSession> told = new HashSet<>();
        Optional<Flights.Flight> answered = flights.current(OpenOrderEnd.ID);
        answered.ifPresent(flight -> {
            for (Flights.Waiter waiter : flight.waiters()) {
                ClientSession client = waiter.client();
                if (client != null
                        && (waiter.asked() instanceof ReqAllOpenOrders || isOwner(client, order, owner))
                        && told.add(client)) {
                    client.send(message);
                }
            }
        });
        // A repetition that answers no question is what the gateway wants to say, such as with each part of a fill.
        if (news || answered.isEmpty() && gateway.ready()) {
            clients.ready().stream()
                    .filter(client -> isOwner(client, order, owner) && !told.contains(client))
                    .forEach(client -> client.send(message));
        }
    }

    /**
     * An order that nobody placed here belongs to nobody; but manual orders, which a gateway shows to the client id 0
     * only, belong to our client 0 if that is who we are.
     */
    private boolean isOwner(ClientSession client, Optional<OrderRecord> order, int owner) {
        return order.isPresent()
                ? client.owner() == owner
                : client.owner() == MASTER_OF_MANUAL_ORDERS
                        && gateway.clientId() == MASTER_OF_MANUAL_ORDERS
                        && owner == MASTER_OF_MANUAL_ORDERS;
    }
}
