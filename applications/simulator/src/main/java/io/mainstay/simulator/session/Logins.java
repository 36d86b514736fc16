package io.mainstay.simulator.session;

import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.simulator.fault.Delayed;
import io.mainstay.simulator.fault.Farms;
import io.mainstay.simulator.fault.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** START_API and what follows it: client ids, and the start messages in the order gateways send them. */
final class Logins {
    /** As documented for a gateway. */
    static final int MOST_CLIENTS = 32;

    private final Gateway gateway;
    private final Requests requests;
    /** Who uses which client id; bounded by {@link #MOST_CLIENTS}. */
    private final Map<Integer, Session> inUse = new HashMap<>();
    /** Until when the id of a vanished client stays taken; old ones go when the id is asked for again. */
    private final Map<Integer, Instant> held = new HashMap<>();

    Logins(Gateway gateway, Requests requests) {
        this.gateway = gateway;
        this.requests = requests;
    }

    void start(Session session, StartApi start) {
        int id = start.clientId();
        if (id < 0) {
            session.error(-1, 321, "Error validating request.-'ax' : cause - client id " + id + " is not valid");
            gateway.end(session, EndReason.CLIENT_ID_IN_USE, false, "client id " + id + " is negative");
            return;
        }
        if (isTaken(id) || gateway.faults().any(Mode.REFUSES_CLIENT_IDS)) {
            session.error(
                    -1, 326, "Unable to connect as the client id is already in use. Retry with a unique client id.");
            gateway.end(session, EndReason.CLIENT_ID_IN_USE, false, "client id " + id + " is in use");
            return;
        }
        if (inUse.size() >= MOST_CLIENTS) {
            gateway.end(session, EndReason.TOO_MANY_CLIENTS, false, MOST_CLIENTS + " clients are connected");
            return;
        }
        session.claimed(id);
        inUse.put(id, session);
        session.become(Session.State.STARTING);
        Duration delay = gateway.faults().delay(Delayed.LOGIN, session);
        if (delay.isZero()) {
            welcome(session);
        } else {
            gateway.later(session, delay, () -> welcome(session));
        }
    }

    private boolean isTaken(int id) {
        Instant until = held.get(id);
        if (until != null && !until.isAfter(gateway.now())) {
            held.remove(id);
            until = null;
        }
        return inUse.containsKey(id) || until != null;
    }

    private void welcome(Session session) {
        int id = session.requireClientId();
        session.become(Session.State.READY);
        if (gateway.settings().pushOpenOrdersFirst()) {
            requests.orders().lists().pushWorking(session);
        }
        boolean linkDown = requests.isLinkDown();
        var accounts = new ManagedAccounts(String.join(",", gateway.settings().accounts()));
        var next = new NextValidId(requests.orderBook().nextValidId(id));
        Duration late = gateway.faults().delay(Delayed.ACCOUNTS, session);
        if (!late.isZero() || gateway.faults().any(Mode.STARTS_UNORDERED, session)) {
            session.send(next);
            notices(session, linkDown);
            gateway.later(session, late, () -> {
                session.send(accounts);
                gateway.countHandshake(session);
            });
        } else {
            session.send(accounts);
            session.send(next);
            notices(session, linkDown);
            gateway.countHandshake(session);
        }
        gateway.faults().sessionReady(session);
    }

    private static void notices(Session session, boolean linkDown) {
        if (linkDown) {
            session.error(
                    -1,
                    2110,
                    "Connectivity between Trader Workstation and server is broken. It will be restored automatically.");
            return;
        }
        Farms.MARKET.forEach(farm -> session.error(-1, 2104, "Market data farm connection is OK:" + farm));
        session.error(-1, 2106, "HMDS data farm connection is OK:" + Farms.HISTORY);
        session.error(-1, 2158, "Sec-def data farm connection is OK:" + Farms.DEFINITIONS);
    }

    /** Keeps the id of a client that vanished taken for a while. */
    void hold(int clientId, Duration duration) {
        if (!duration.isZero()) {
            held.put(clientId, gateway.now().plus(duration));
        }
    }

    /** A gateway that starts anew knows of no client. */
    void forgetHeldIds() {
        held.clear();
    }

    void ended(Session session) {
        session.clientId().ifPresent(id -> inUse.remove(id, session));
    }
}
