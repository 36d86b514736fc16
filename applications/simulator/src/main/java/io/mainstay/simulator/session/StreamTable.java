package io.mainstay.simulator.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What runs for whom under which request id. Each session is limited by the caller, sessions by their number. */
final class StreamTable<T> {
    private final Map<Session, Map<Integer, T>> bySession = new LinkedHashMap<>();

    Optional<T> find(Session session, int reqId) {
        return Optional.ofNullable(bySession.getOrDefault(session, Map.of()).get(reqId));
    }

    int count(Session session) {
        return bySession.getOrDefault(session, Map.of()).size();
    }

    void put(Session session, int reqId, T stream) {
        bySession.computeIfAbsent(session, s -> new LinkedHashMap<>()).put(reqId, stream);
    }

    Optional<T> remove(Session session, int reqId) {
        Map<Integer, T> own = bySession.get(session);
        return own == null ? Optional.empty() : Optional.ofNullable(own.remove(reqId));
    }

    /** Takes out everything of a session, telling {@code last} of each. */
    void removeAll(Session session, Consumer<T> last) {
        Map<Integer, T> own = bySession.remove(session);
        if (own != null) {
            List.copyOf(own.values()).forEach(last);
        }
    }

    /** Takes out everything, telling {@code last} of each. */
    void clear(Consumer<T> last) {
        List.copyOf(bySession.keySet()).forEach(session -> removeAll(session, last));
    }

    /** Everything, of all sessions. */
    List<T> all() {
        var all = new ArrayList<T>();
        bySession.values().forEach(own -> all.addAll(own.values()));
        return all;
    }
}
