package io.mainstay.engine.stream;

import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.error.ErrorCode;
import io.mainstay.protocol.error.ErrorKind;
import io.mainstay.protocol.error.ErrorScope;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.MarketDataType;
import io.mainstay.protocol.message.TickReqParams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway said of a stream that goes on, for who joins it later: that its data are delayed or not all there, or
 * that none come for now.
 */
final class StreamNotices {
    /** No data, until another session of the user gives them back. */
    private static final int COMPETING_SESSION = 10_197;

    /** No live data; delayed ones come instead, or are offered, or nothing comes. */
    private static final int DELAYED_INSTEAD = 10_167;

    private static final int NOT_SUBSCRIBED = 10_089;

    private static final Set<ErrorKind> KINDS =
            Set.of(ErrorKind.MARKET_DATA, ErrorKind.MARKET_DEPTH, ErrorKind.SCANNER, ErrorKind.TWS_WARNING);

    /** The newest of each code that stays true while data flow; as many as the catalogue has. */
    private final Map<Integer, ErrorMessage> lasting = new LinkedHashMap<>();

    /** Why nothing comes, until something does. */
    private @Nullable ErrorMessage silent;

    private boolean refused;

    /** Takes what was said. Returns whether the live data from before are not true any more. */
    boolean add(ErrorMessage notice) {
        int code = notice.errorCode();
        ErrorCode known = ErrorCatalogue.of(code);
        if (code == Stream.BOOK_RESET_CODE) {
            return true;
        }
        if (code == COMPETING_SESSION) {
            silent = notice;
            return true;
        }
        if (code == NOT_SUBSCRIBED && known.endsRequest(notice.errorMsg())) {
            refused = true;
            return true;
        }
        boolean aboutStream = known.scope() == ErrorScope.REQUEST || known.scope() == ErrorScope.STREAM;
        if (aboutStream && KINDS.contains(known.kind())) {
            lasting.put(code, notice);
        }
        return code == DELAYED_INSTEAD || code == NOT_SUBSCRIBED;
    }

    /** The gateway said something on the stream itself; these two it says also when no data come. */
    void onSaid(Incoming message) {
        if (!(message instanceof MarketDataType || message instanceof TickReqParams)) {
            silent = null;
            refused = false;
        }
    }

    /** The stream begins anew, and the gateway will say what there is to say of it. */
    void clear() {
        lasting.clear();
        silent = null;
        refused = false;
    }

    /** Whether nothing will come although the gateway has not clearly ended it: only asking again would tell. */
    boolean refused() {
        return refused;
    }

    /** What who joins is to know. */
    List<ErrorMessage> all() {
        var all = new ArrayList<>(lasting.values());
        if (silent != null) {
            all.add(silent);
        }
        return all;
    }
}
