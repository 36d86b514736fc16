package io.mainstay.engine;

import io.mainstay.engine.access.Peer;
import io.mainstay.engine.downstream.ClientDirectory;
import io.mainstay.engine.downstream.ClientHandler;
import io.mainstay.engine.downstream.ClientIdentity;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.downstream.ClientSettings;
import io.mainstay.engine.downstream.ClientState;
import io.mainstay.engine.downstream.Offer;
import io.mainstay.engine.downstream.SameClientId;
import io.mainstay.engine.downstream.SharedFrames;
import io.mainstay.engine.order.Owners;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.port.DownstreamLink;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.port.JournalException;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.units.Wording;
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
    private final Owners owners;
    private final Offer offer;
    private final ClientHandler handler;
    private final EventSink events;
    private final SharedFrames frames;
    private final Now now;

    /** Every session from its connection to its end; at most {@code clientsMax}. */
    private final Map<Long, ClientSession> sessions = new LinkedHashMap<>();

    /** Who holds a client id, by owner, from START_API on; removed with the session. */
    private final Map<Integer, ClientSession> holders = new HashMap<>();

    /** Newcomers whose client id is held by another session, and until when they wait; removed with their decision. */
    private final Map<ClientSession, Long> newcomers = new LinkedHashMap<>();

    private long nextNumber;

    Clients(
            ClientSettings settings,
            Owners owners,
            Offer offer,
            ClientHandler handler,
            EventSink events,
            Wording wording,
            Now now) {
        this.settings = settings;
        this.owners = owners;
        this.offer = offer;
        this.handler = handler;
        this.events = events;
        this.frames = new SharedFrames(wording);
        this.now = now;
    }

    ClientSession accept(DownstreamLink link, Peer peer, ClientIdentity identity) {
        var session =
                new ClientSession(++nextNumber, identity, link, peer, settings, offer, handler, events, frames, now);
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
        int owner;
        try {
            owner = settings.sameClientId() == SameClientId.VIRTUAL
                    ? owners.of(session.identity(), clientId, 1)
                    : clientId;
        } catch (JournalException e) {
            refuse(session, clientId, e);
            return false;
        }
        session.waitAs(clientId, owner);
        ClientSession holder = holders.putIfAbsent(owner, session);
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
        if (!holders.remove(session.owner(), session)) {
            return Optional.empty();
        }
        Optional<ClientSession> heir = newcomers.keySet().stream()
                .filter(n -> n.owner() == session.owner())
                .findFirst();
        heir.ifPresent(n -> {
            newcomers.remove(n);
            holders.put(n.owner(), n);
        });
        return heir;
    }

    @Override
    public Optional<ClientSession> holder(int owner) {
        return Optional.ofNullable(holders.get(owner)).filter(ClientSession::ready);
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

    /**
     * Decides about newcomers whose client id was not given free in time.
     *
     * @return those that have a place of their own now
     */
    List<ClientSession> poll() {
        List<ClientSession> letIn = new ArrayList<>();
        for (Map.Entry<ClientSession, Long> newcomer : List.copyOf(newcomers.entrySet())) {
            if (!now.reached(newcomer.getValue())) {
                continue;
            }
            ClientSession session = newcomer.getKey();
            if (settings.sameClientId() != SameClientId.VIRTUAL) {
                session.error(
                        ClientSession.NO_ID,
                        ErrorCatalogue.CLIENT_ID_IN_USE,
                        "client id " + session.clientId()
                                + " is already in use by another session here; end that one or use another client id");
                session.end(CloseReason.DUPLICATE_CLIENT_ID, "client id " + session.clientId());
            } else if (takePlace(session)) {
                letIn.add(session);
            }
        }
        all().forEach(ClientSession::poll);
        return letIn;
    }

    /** Gives a newcomer the first place beside the sessions of its identity and client id. */
    private boolean takePlace(ClientSession session) {
        newcomers.remove(session);
        try {
            for (int place = 1; ; place++) {
                int owner = owners.of(session.identity(), session.clientId(), place);
                if (holders.putIfAbsent(owner, session) == null) {
                    session.waitAs(session.clientId(), owner);
                    return true;
                }
            }
        } catch (JournalException e) {
            refuse(session, session.clientId(), e);
            return false;
        }
    }

    private static void refuse(ClientSession session, int clientId, JournalException cause) {
        session.error(
                ClientSession.NO_ID,
                ErrorCatalogue.REQUEST_NOT_VALID,
                "which orders are those of client id " + clientId + " is not known, because the journal can't be used ("
                        + cause.getMessage() + "); make its folder writable and free some space");
        session.end(CloseReason.OWNER_UNKNOWN, String.valueOf(cause.getMessage()));
    }

    long nextDeadline() {
        long next = Now.NEVER;
        for (Long decision : newcomers.values()) {
            next = Math.min(next, decision);
        }
        for (ClientSession session : sessions.values()) {
            next = Math.min(next, session.nextDeadline());
        }
        return next;
    }

    void flush() {
        all().forEach(ClientSession::flush);
    }
}
