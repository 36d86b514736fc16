package io.mainstay.engine;

import io.mainstay.engine.downstream.Offer;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.units.Wording;
import io.mainstay.engine.upstream.UpstreamSession;
import io.mainstay.protocol.message.MessageCodec;
import java.util.OptionalInt;

/** Offers clients what the gateway carries. */
final class GatewayOffer implements Offer {
    private final UpstreamSession upstream;
    private final Wording wording;
    private final Now now;

    GatewayOffer(UpstreamSession upstream, Wording wording, Now now) {
        this.upstream = upstream;
        this.wording = wording;
        this.now = now;
    }

    @Override
    public OptionalInt gatewayVersion() {
        upstream.clientWaits();
        return upstream.serverVersion() == 0 && upstream.worthWaiting()
                ? OptionalInt.empty()
                : OptionalInt.of(newestVersion());
    }

    /** The newest version that clients are offered: what the gateway speaks or last spoke, and until then anything. */
    int newestVersion() {
        return upstream.serverVersion() == 0 ? MessageCodec.NEWEST_VERSION : upstream.serverVersion();
    }

    @Override
    public String connectionTime() {
        return wording.connectionTime(now.epochMs());
    }
}
