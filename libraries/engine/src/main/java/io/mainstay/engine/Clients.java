package io.mainstay.engine;

import io.mainstay.engine.access.Peer;
import io.mainstay.engine.downstream.ClientDirectory;
import io.mainstay.engine.downstream.ClientHandler;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.downstream.ClientSettings;
import io.mainstay.engine.downstream.ClientState;
import io.mainstay.engine.downstream.SameClientId;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.port.DownstreamLink;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.time.Now;
import io.mainstay.protocol.error.ErrorCatalogue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sessions of clients, who holds which client id, and who waits for one. */
final class Clients implements ClientDirectory {
    /** How long a newcomer waits for the end of an older session of its client id, which may just have been killed. */
    private static final long TAKEOVER_MS = 250;

    private final ClientSettings settings;
    private final ClientHandler handler;
    private final EventSink events;
    private final Now now;

    /** Every session from its connection to its end; at most {@code clientsMax}. */
    private final Map<Long, ClientSession> sessions = new LinkedHashMap<>();

    /** Who holds a client id, from START_API on; removed with the session. */
    private final Map<Integer, ClientSession> holders = new HashMap<>();

    /** Newcomers whose client id is held by another session, and until when they wait; removed with their decision. */
    private final Map<ClientSession, Long> newcomers = new LinkedHashMap<>();

    private long nextNumber;

    Clients(ClientSettings settings, ClientHandler handler, EventSink events, Now now) {
        this.settings = settings;
        this.handler = handler;
        this.events = events;
        this.now = now;
    }

    ClientSession accept(DownstreamLink link, Peer peer) {
        var session = new ClientSession(++nextNumber, link, peer, settings, handler, events, now);
        if (sessions.size() >= settings.clientsMax()) {
            sessions.put(session.number(), session);
            session.end(CloseReason.TOO_MANY_CLIENTS, settings.clientsMax() + " are connected");
        } else {
            sessions.put(session.number(), session);
        }
        return session;
    }

    /** Gives a session its client id, or lets it wait until the older holder has ended. Returns whether it has it. */
    boolean claim(ClientSession session, int clientId) {
        session.waitAs(clientId);
        ClientSession holder = holders.putIfAbsent(clientId, session);
        if (holder == null || holder == session) {
            return true;
        }
        newcomers.put(session, now.inMs(TAKEOVER_MS));
        if (settings.sameClientId() == SameClientId.TAKE_OVER) {
            holder.error(
                    ClientSession.NO_ID,
                    ErrorCatalogue.CLIENT_ID_IN_USE,
                    "another session took over client id " + clientId
                            + "; if that was not meant, use another client id for one of the two");
            holder.end(CloseReason.TAKEN_OVER, "client id " + clientId + " by session " + session.number());
        }
        return false;
    }

    /** Forgets a session that ended. Returns the newcomer that holds its client id now, if one waited. */
    Optional<ClientSession> ended(ClientSession session) {
        sessions.remove(session.number());
        newcomers.remove(session);
        if (!holders.remove(session.clientId(), session)) {
            return Optional.empty();
        }
        Optional<ClientSession> heir = newcomers.keySet().stream()
                .filter(n -> n.clientId() == session.clientId())
                .findFirst();
        heir.ifPresent(n -> {
            newcomers.remove(n);
            holders.put(n.clientId(), n);
        });
        return heir;
    }

    @Override
    public Optional<ClientSession> holder(int clientId) {
        return Optional.ofNullable(holders.get(clientId)).filter(ClientSession::ready);
    }

    @Override
    public List<ClientSession> ready() {
        return sessions.values().stream().filter(ClientSession::ready).toList();
    }

    /** Those that hold their client id and wait for the gateway. */
    List<ClientSession> waiting() {
        return holders.values().stream()
                .filter(s -> s.state() == ClientState.WAITING)
                .toList();
    }

    List<ClientSession> all() {
        return new ArrayList<>(sessions.values());
    }

    /** Ends newcomers whose client id was not given free in time. */
    void poll() {
        for (Map.Entry<ClientSession, Long> newcomer : List.copyOf(newcomers.entrySet())) {
            if (now.reached(newcomer.getValue())) {
                ClientSession session = newcomer.getKey();
                session.error(
                        ClientSession.NO_ID,
                        ErrorCatalogue.CLIENT_ID_IN_USE,
                        "client id " + session.clientId()
                                + " is already in use by another session here; end that one or use another client id");
                session.end(CloseReason.DUPLICATE_CLIENT_ID, "client id " + session.clientId());
            }
        }
        all().forEach(ClientSession::poll);
    }

    long nextDeadline() {
        long next = newcomers.values().stream().mapToLong(Long::longValue).min().orElse(Now.NEVER);
        for (ClientSession session : sessions.values()) {
            next = Math.min(next, session.nextDeadline());
        }
        return next;
    }

    void flush() {
        all().forEach(ClientSession::flush);
    }
}
