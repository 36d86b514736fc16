package io.mainstay.engine;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.routing.RequestMap;
import io.mainstay.engine.subscription.Flights;
import io.mainstay.engine.subscription.GatewayClock;
import io.mainstay.engine.subscription.SharedAccountUpdates;
import io.mainstay.engine.subscription.SharedBulletins;
import io.mainstay.engine.subscription.SharedPositions;
import io.mainstay.engine.subscription.SharedSummaries;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.engine.upstream.Outage;
import io.mainstay.engine.upstream.OutageNotice;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.CurrentTimeInMillis;
import io.mainstay.protocol.message.ReqCurrentTime;
import io.mainstay.protocol.message.ReqCurrentTimeInMillis;
import java.util.LinkedHashSet;
import java.util.Set;

/** All that exists once per connection and is shared by clients. */
record Shared(
        Flights flights,
        GatewayClock seconds,
        GatewayClock millis,
        SharedPositions positions,
        SharedAccountUpdates account,
        SharedSummaries summaries,
        SharedBulletins bulletins) {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MS = 1_000_000;

    static Shared create(Gateway gateway, RequestMap ids, Now now) {
        return new Shared(
                new Flights(gateway, now),
                new GatewayClock(gateway, now, new ReqCurrentTime(), NANOS_PER_SECOND, CurrentTime::new),
                new GatewayClock(gateway, now, new ReqCurrentTimeInMillis(), NANOS_PER_MS, CurrentTimeInMillis::new),
                new SharedPositions(gateway),
                new SharedAccountUpdates(gateway, now),
                new SharedSummaries(gateway, ids, now),
                new SharedBulletins(gateway));
    }

    void onClientEnded(ClientSession client) {
        flights.onClientEnded(client);
        seconds.onClientEnded(client);
        millis.onClientEnded(client);
        positions.unsubscribe(client);
        account.onClientEnded(client);
        summaries.onClientEnded(client);
        bulletins.unsubscribe(client);
    }

    /** Ends what a client may not hold any more, which is told to it. Returns how many that were. Bulletins anybody may. */
    int endForbidden(ClientSession client) {
        return flights.endForbidden(client)
                + positions.endForbidden(client)
                + account.endForbidden(client)
                + summaries.endForbidden(client);
    }

    /** The session is back, or has lost its data: what is held is asked for again. Returns how many that are. */
    int restoreAll() {
        return (positions.restore() ? 1 : 0) + account.restore() + summaries.restore() + (bulletins.restore() ? 1 : 0);
    }

    /** The gateway session ended: everybody who waits for an answer is told that none comes. */
    void onUpstreamLost(Outage outage, OutageNotice notice) {
        String text = " has no further answer: " + notice.text(outage);
        String json = notice.json(outage);
        summaries
                .onUpstreamLost()
                .forEach(h ->
                        h.client().error(h.reqId(), ErrorCatalogue.NOT_CONNECTED, "REQ_ACCOUNT_SUMMARY" + text, json));
        flights.onUpstreamLost().forEach(waiter -> {
            ClientSession client = waiter.client();
            if (client != null) {
                client.error(
                        ClientSession.NO_ID,
                        ErrorCatalogue.NOT_CONNECTED,
                        waiter.asked().wireName() + text,
                        json);
            }
        });
        tell(new LinkedHashSet<>(seconds.onUpstreamLost()), "REQ_CURRENT_TIME" + text, json);
        tell(new LinkedHashSet<>(millis.onUpstreamLost()), "REQ_CURRENT_TIME_IN_MILLIS" + text, json);
        tell(positions.onUpstreamLost(), "REQ_POSITIONS" + text, json);
        tell(account.onUpstreamLost(), "REQ_ACCT_DATA" + text, json);
        bulletins.onUpstreamLost();
    }

    void poll() {
        flights.poll();
        seconds.poll();
        millis.poll();
        account.poll();
        summaries.poll();
    }

    long nextDeadline() {
        long next = Math.min(flights.nextDeadline(), Math.min(seconds.nextDeadline(), millis.nextDeadline()));
        return Math.min(next, Math.min(account.nextDeadline(), summaries.nextDeadline()));
    }

    private static void tell(Set<ClientSession> clients, String text, String json) {
        clients.forEach(client -> client.error(ClientSession.NO_ID, ErrorCatalogue.NOT_CONNECTED, text, json));
    }
}
