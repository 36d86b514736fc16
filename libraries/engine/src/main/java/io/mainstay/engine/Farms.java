package io.mainstay.engine;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.time.Now;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataUpdate;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.RealtimeBar;
import io.mainstay.protocol.message.TickByTick;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.UpdateMktDepth;
import io.mainstay.protocol.message.UpdateMktDepthL2;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of IB's servers: the last notice about each data farm and about the gateway's own link, for clients that start
 * later, and when data came from there.
 */
final class Farms {
    private static final int FARMS_MAX = 64;
    private static final Set<Integer> BROKEN = Set.of(2103, 2105, 2157);

    private record Farm(int kind, String name) {}

    /** One notice per farm; at most FARMS_MAX, beyond which new farms are not kept. Emptied with the gateway session. */
    private final Map<Farm, ErrorMessage> notices = new LinkedHashMap<>();

    private final Now now;
    private @Nullable ErrorMessage linkLost;
    private long lastDataNanos = -1;

    Farms(Now now) {
        this.now = now;
    }

    /** Ticks, bars and books can't come from the gateway itself, so they show that IB's servers and a farm are there. */
    void onMessage(Incoming message) {
        switch (message) {
            case TickPrice m -> lastDataNanos = now.nanos();
            case TickSize m -> lastDataNanos = now.nanos();
            case RealtimeBar m -> lastDataNanos = now.nanos();
            case UpdateMktDepth m -> lastDataNanos = now.nanos();
            case UpdateMktDepthL2 m -> lastDataNanos = now.nanos();
            case TickByTick m -> lastDataNanos = now.nanos();
            case HistoricalData m -> lastDataNanos = now.nanos();
            case HistoricalDataUpdate m -> lastDataNanos = now.nanos();
            default -> {
                // May come from the gateway itself.
            }
        }
    }

    /** When data from IB's servers last came; negative if none has. */
    long lastDataNanos() {
        return lastDataNanos;
    }

    void onNotice(ErrorMessage notice) {
        var farm = new Farm(kind(notice.errorCode()), name(notice.errorMsg()));
        if (notices.size() < FARMS_MAX || notices.containsKey(farm)) {
            notices.put(farm, notice);
        }
    }

    void onConnectivity(ErrorMessage notice) {
        linkLost = ErrorCatalogue.of(notice.errorCode()).isLinkDown() ? notice : null;
    }

    /** The gateway's link is back, though it has not said so. */
    void onLinkSeenBack() {
        linkLost = null;
    }

    void tell(ClientSession client) {
        List<ErrorMessage> all = new ArrayList<>(notices.values());
        all.forEach(client::send);
        ErrorMessage lost = linkLost;
        if (lost != null) {
            client.send(new ErrorMessage(
                    ClientSession.NO_ID, ErrorCatalogue.LINK_DOWN, lost.errorMsg(), "", lost.errorTime()));
        }
    }

    /** The names of those that the last notice called broken. */
    List<String> broken() {
        return notices.values().stream()
                .filter(notice -> BROKEN.contains(notice.errorCode()))
                .map(notice -> name(notice.errorMsg()))
                .toList();
    }

    void forget() {
        notices.clear();
        linkLost = null;
    }

    /** Market data, historical data or contract definitions. */
    private static int kind(int code) {
        return switch (code) {
            case 2105, 2106, 2107 -> 2106;
            case 2157, 2158 -> 2158;
            default -> 2104;
        };
    }

    /** The farm's name is the last word of the notice, after a colon or a full stop. */
    private static String name(String text) {
        int at = Math.max(text.lastIndexOf(':'), text.lastIndexOf('.'));
        return text.substring(at + 1);
    }
}
