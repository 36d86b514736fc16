package io.mainstay.engine;

import io.mainstay.engine.access.AccessControl;
import io.mainstay.engine.access.Rights;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.order.Orders;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.upstream.Outage;
import io.mainstay.engine.upstream.OutageNotice;
import io.mainstay.engine.upstream.UpstreamSession;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.StartApi;
import java.util.Optional;

/**
 * Lets clients in, from their START_API until they are served: by the rules, by their client id, and when the gateway is
 * there. Who can't be served is told why and ended.
 */
final class Admission {
    private final UpstreamSession upstream;
    private final AccessControl access;
    private final Doorkeeper doorkeeper;
    private final Clients clients;
    private final Orders orders;
    private final Farms farms;
    private final OutageNotice notice;

    Admission(
            UpstreamSession upstream,
            AccessControl access,
            Doorkeeper doorkeeper,
            Clients clients,
            Orders orders,
            Farms farms,
            OutageNotice notice) {
        this.upstream = upstream;
        this.access = access;
        this.doorkeeper = doorkeeper;
        this.clients = clients;
        this.orders = orders;
        this.farms = farms;
        this.notice = notice;
    }

    void onStartApi(ClientSession client, StartApi message) {
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
        Optional<Rights> rights = access.admit(client.peer(), client.greetingOptions(), message.optionalCapabilities());
        if (rights.isEmpty()) {
            doorkeeper.turnAway(client);
            return;
        }
        client.admit(rights.get());
        if (clients.claim(client, message.clientId())) {
            decide(client);
        }
    }

    /** Serves a client that holds its client id, lets it wait for the attempt that is under way, or refuses it. */
    void decide(ClientSession client) {
        upstream.clientWaits();
        Optional<Outage> outage = upstream.outage();
        if (upstream.ready()) {
            attach(client);
        } else if (!upstream.worthWaiting() && outage.isPresent()) {
            refuse(client, outage.get());
        }
    }

    /** The gateway is there: those that waited for it are served. */
    void onReady() {
        clients.waiting().forEach(this::attach);
    }

    /** An attempt failed: those that waited for it are told. */
    void onFailed(Outage outage) {
        clients.waiting().forEach(client -> refuse(client, outage));
    }

    private void attach(ClientSession client) {
        client.attach();
        client.send(new ManagedAccounts(upstream.accounts()));
        client.send(new NextValidId(orders.nextClientOrderId(client.owner())));
        farms.tell(client);
        orders.fills().replay(client);
        orders.settlement().onAttached(client);
    }

    private void refuse(ClientSession client, Outage outage) {
        client.error(ClientSession.NO_ID, outage.cause().errorCode(), notice.text(outage), notice.json(outage));
        client.end(CloseReason.UPSTREAM_UNAVAILABLE, outage.cause().name());
    }
}
