package io.mainstay.simulator.session;

import io.mainstay.protocol.message.DisplayGroupList;
import io.mainstay.protocol.message.DisplayGroupUpdated;
import io.mainstay.protocol.message.SubscribeToGroupEvents;
import io.mainstay.protocol.message.UpdateDisplayGroup;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The colour groups that windows of TWS share a contract by: seven of them, empty until somebody sets one. */
final class DisplayGroups {
    private static final int GROUPS = 7;
    private static final String EMPTY = "none";

    private record Subscription(Session session, int reqId, int group) {}

    private final StreamTable<Subscription> subscriptions = new StreamTable<>();
    /** The contract of each group, as {@code conId@exchange}; at most {@link #GROUPS}. */
    private final Map<Integer, String> contracts = new HashMap<>();

    void query(Session s, int reqId) {
        s.send(new DisplayGroupList(
                reqId,
                IntStream.rangeClosed(1, GROUPS).mapToObj(Integer::toString).collect(Collectors.joining("|"))));
    }

    void subscribe(Session s, SubscribeToGroupEvents m) {
        if (m.groupId() < 1 || m.groupId() > GROUPS) {
            s.error(m.reqId(), 321, "Error validating request.-'cD' : cause - Group is not 1 to " + GROUPS);
        } else if (subscriptions.find(s, m.reqId()).isPresent()) {
            s.error(m.reqId(), 322, "Error processing request.-'yd' : cause - Duplicate ticker id");
        } else if (subscriptions.count(s) >= GROUPS) {
            s.error(m.reqId(), 322, "Error processing request.-'yd' : cause - " + GROUPS + " groups are watched");
        } else {
            subscriptions.put(s, m.reqId(), new Subscription(s, m.reqId(), m.groupId()));
            s.send(new DisplayGroupUpdated(m.reqId(), contracts.getOrDefault(m.groupId(), EMPTY)));
        }
    }

    void update(Session s, UpdateDisplayGroup m) {
        Optional<Subscription> own = subscriptions.find(s, m.reqId());
        boolean valid = m.contractInfo().matches("none|\\d{1,10}@[A-Z0-9.]{1,20}");
        if (own.isEmpty() || !valid) {
            s.error(
                    m.reqId(),
                    321,
                    "Error validating request.-'cE' : cause - "
                            + (valid ? "No group is watched under this id" : "The form is none or conId@exchange"));
            return;
        }
        contracts.put(own.get().group(), m.contractInfo());
        subscriptions.all().stream()
                .filter(other -> other.group() == own.get().group())
                .forEach(other -> other.session().send(new DisplayGroupUpdated(other.reqId(), m.contractInfo())));
    }

    void unsubscribe(Session s, int reqId) {
        subscriptions.remove(s, reqId);
    }

    void forget(Session s) {
        subscriptions.removeAll(s, subscription -> {});
    }
}
