package io.mainstay.engine;

import io.mainstay.engine.downstream.Offer;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.UpstreamSession;
import io.mainstay.protocol.message.MessageCodec;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalInt;

/** Offers clients what the gateway carries. */
final class GatewayOffer implements Offer {
    private final UpstreamSession upstream;
    private final Now now;

    GatewayOffer(UpstreamSession upstream, Now now) {
        this.upstream = upstream;
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
        LocalDateTime time = LocalDateTime.ofEpochSecond(now.epochMs() / 1000, 0, ZoneOffset.UTC);
        return String.format(
                "%04d%02d%02d %02d:%02d:%02d UTC",
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
    }
}
