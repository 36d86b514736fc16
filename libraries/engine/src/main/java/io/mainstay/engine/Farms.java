package io.mainstay.engine;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.ErrorMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The last notice about each data farm and about the gateway's own link, for clients that start later. */
final class Farms {
    private static final int FARMS_MAX = 64;
    private static final Set<Integer> BROKEN = Set.of(2103, 2105, 2157);

    private record Farm(int kind, String name) {}

    /** One notice per farm; at most FARMS_MAX, beyond which new farms are not kept. Emptied with the gateway session. */
    private final Map<Farm, ErrorMessage> notices = new LinkedHashMap<>();

    private @Nullable ErrorMessage linkLost;

    void onNotice(ErrorMessage notice) {
        var farm = new Farm(kind(notice.errorCode()), name(notice.errorMsg()));
        if (notices.size() < FARMS_MAX || notices.containsKey(farm)) {
            notices.put(farm, notice);
        }
    }

    void onConnectivity(ErrorMessage notice) {
        linkLost = ErrorCatalogue.of(notice.errorCode()).isLinkDown() ? notice : null;
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
