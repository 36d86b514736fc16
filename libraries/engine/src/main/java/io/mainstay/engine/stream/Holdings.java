package io.mainstay.engine.stream;

import io.mainstay.engine.downstream.ClientSession;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each client holds under which id. */
final class Holdings {
    /** One client's part in one stream. */
    record Held(Stream stream, Holder holder) {}

    /** By client, then by the client's id; an entry is removed by its cancel, the stream's end, or the client's. */
    private final Map<ClientSession, Map<Integer, Held>> byClient = new HashMap<>();

    Optional<Held> find(ClientSession client, int reqId) {
        return Optional.ofNullable(byClient.getOrDefault(client, Map.of()).get(reqId));
    }

    int count(ClientSession client) {
        return byClient.getOrDefault(client, Map.of()).size();
    }

    /** All that a client holds; a copy. */
    List<Held> of(ClientSession client) {
        return List.copyOf(byClient.getOrDefault(client, Map.of()).values());
    }

    void add(Stream stream, Holder holder) {
        byClient.computeIfAbsent(holder.client(), c -> new LinkedHashMap<>())
                .put(holder.reqId(), new Held(stream, holder));
    }

    void remove(Holder holder) {
        Map<Integer, Held> own = byClient.get(holder.client());
        if (own != null && own.remove(holder.reqId()) != null && own.isEmpty()) {
            byClient.remove(holder.client());
        }
    }
}
