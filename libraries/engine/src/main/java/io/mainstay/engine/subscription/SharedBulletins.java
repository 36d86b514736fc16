package io.mainstay.engine.subscription;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.CancelNewsBulletins;
import io.mainstay.protocol.message.ReqNewsBulletins;
import io.mainstay.protocol.message.UpdateNewsBulletin;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The one subscription to news bulletins. Who asks for all gets those seen so far, and where the gateway has not told the
 * whole day in this session it is asked to; what it tells again nobody gets twice.
 */
public final class SharedBulletins {
    private static final int IMAGE_MAX = 200;

    private final Gateway gateway;

    /** The newest bulletins, at most IMAGE_MAX; the oldest falls out. Emptied with the subscription. */
    private final ArrayDeque<UpdateNewsBulletin> image = new ArrayDeque<>();

    /** Clients that get bulletins; removed by their cancel or end. */
    private final Set<ClientSession> holders = new LinkedHashSet<>();

    private boolean subscribed;

    /** Whether the gateway was asked for the whole day in this session. */
    private boolean askedForAll;

    public SharedBulletins(Gateway gateway) {
        this.gateway = gateway;
    }

    public void subscribe(ClientSession client, ReqNewsBulletins request) {
        boolean mustAsk = !subscribed || request.allMsgs() && !askedForAll;
        if (mustAsk && !gateway.send(Lane.INTERACTIVE, client.number(), new ReqNewsBulletins(request.allMsgs()))) {
            client.error(
                    ClientSession.NO_ID,
                    ErrorCatalogue.REQUEST_FAILED,
                    "REQ_NEWS_BULLETINS was not sent: too many wait");
            return;
        }
        if (request.allMsgs()) {
            List.copyOf(image).forEach(client::send);
        }
        askedForAll |= request.allMsgs();
        subscribed = true;
        holders.add(client);
    }

    public void unsubscribe(ClientSession client) {
        holders.remove(client);
        if (!holders.isEmpty()) {
            return;
        }
        if (subscribed) {
            gateway.send(Lane.INTERACTIVE, new CancelNewsBulletins());
        }
        forget();
    }

    public void onBulletin(UpdateNewsBulletin bulletin) {
        if (image.contains(bulletin)) {
            return;
        }
        image.addLast(bulletin);
        if (image.size() > IMAGE_MAX) {
            image.removeFirst();
        }
        List.copyOf(holders).forEach(client -> client.send(bulletin));
    }

    /** The gateway session ended; who holds it goes on when it is back. */
    public void onUpstreamLost() {
        subscribed = false;
        askedForAll = false;
    }

    /** The session is back, or has lost its data: it is asked for again if somebody holds it. Returns whether it was. */
    public boolean restore() {
        askedForAll = false;
        subscribed = !holders.isEmpty() && gateway.send(Lane.INTERACTIVE, new ReqNewsBulletins(false));
        return subscribed;
    }

    private void forget() {
        subscribed = false;
        askedForAll = false;
        holders.clear();
        image.clear();
    }
}
