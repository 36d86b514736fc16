package io.mainstay.engine;

import io.mainstay.engine.access.AccessControl;
import io.mainstay.engine.access.AccessRules;
import io.mainstay.engine.access.Rights;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.downstream.ClientState;
import io.mainstay.engine.order.Orders;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.stream.Streams;
import io.mainstay.protocol.message.Outgoing;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts other rules in force while clients are in. Whom none lets in any more is ended; who has other rights goes on with those,
 * without what it may not hold any more. Orders that work at IB stay, whoever may not trade any more.
 */
final class AccessDesk {
    private final AccessControl access;
    private final Clients clients;
    private final RequestDesk requests;
    private final Streams streams;
    private final Shared shared;
    private final Orders orders;
    private int ended;
    private int changed;
    private int requestsEnded;
    private int ordersGivenBack;

    AccessDesk(
            AccessControl access,
            Clients clients,
            RequestDesk requests,
            Streams streams,
            Shared shared,
            Orders orders) {
        this.access = access;
        this.clients = clients;
        this.requests = requests;
        this.streams = streams;
        this.shared = shared;
        this.orders = orders;
    }

    AccessOutcome change(AccessRules rules) {
        ended = 0;
        changed = 0;
        requestsEnded = 0;
        ordersGivenBack = 0;
        access.change(rules);
        clients.all().forEach(this::judge);
        return new AccessOutcome(ended, changed, requestsEnded, ordersGivenBack);
    }

    private void judge(ClientSession client) {
        Rights before = client.rights();
        if (client.state() == ClientState.CLOSED) {
            return;
        }
        if (before == null) {
            if (!access.mayComeIn(client.peer())) {
                client.end(
                        CloseReason.NOT_PERMITTED,
                        "the rules were changed; " + client.peer().text());
                ended++;
            }
            return;
        }
        Optional<Rights> now = access.again(before, client.peer());
        if (now.isEmpty()) {
            giveBack(client, message -> Optional.of("no rule lets it in any more"));
            client.expel();
            ended++;
        } else if (!now.get().equals(before)) {
            client.admit(now.get());
            orders.show(client);
            giveBack(client, now.get()::forbids);
            requestsEnded += requests.endForbidden(client) + streams.endForbidden(client) + shared.endForbidden(client);
            changed++;
        }
    }

    /** A session that still waits for its client id has no orders; those under that id are another's. */
    private void giveBack(ClientSession client, Function<Outgoing, Optional<String>> forbids) {
        if (client.ready()) {
            ordersGivenBack += orders.dispatch().giveBack(client, forbids);
        }
    }
}
