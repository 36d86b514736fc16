package io.mainstay.engine.stream;

import io.mainstay.engine.pacing.Dispatch;
import io.mainstay.engine.pacing.FairQueue;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.pacing.SendOutcome;
import io.mainstay.engine.routing.RequestMap;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.units.CountedContracts;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqHistoricalData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Asks the gateway for streams, under fresh ids and within the rules of history, and takes them back. */
final class StreamStarter {
    /** Ids of streams that were left to a gateway that lost their data; more than that are not remembered. */
    private static final int LEFT_MAX = 10_000;

    private final Gateway gateway;
    private final RequestMap ids;
    private final MarketDataTypes types;
    private final CountedContracts counted;
    private final HistoryBudget budget;
    private final Now now;
    private final Consumer<Stream> onSent;
    private final BiConsumer<Stream, String> onRefused;

    /** Streams by their id at the gateway; as long as they are there. */
    private final Map<Integer, Stream> byId = new HashMap<>();

    /** Streams that are asked for when it is known how their contracts are counted. */
    private final Set<Stream> awaitingUnits = new LinkedHashSet<>();

    /** The cancels of streams that were asked for anew because the gateway lost their data, in case it still has them. */
    private final Map<Integer, Outgoing> leftBehind = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Outgoing> eldest) {
            return size() > LEFT_MAX;
        }
    };

    /** History that waits for its rules: bars of 30 seconds or less, and all other. */
    private final FairQueue<Stream> small = new FairQueue<>();

    private final FairQueue<Stream> large = new FairQueue<>();

    /**
     * @param onSent told that a stream's request has left
     * @param onRefused told that a stream's request will not leave, and why
     */
    StreamStarter(
            Gateway gateway,
            RequestMap ids,
            MarketDataTypes types,
            CountedContracts counted,
            Now now,
            Consumer<Stream> onSent,
            BiConsumer<Stream, String> onRefused) {
        this.gateway = gateway;
        this.ids = ids;
        this.types = types;
        this.counted = counted;
        this.budget = new HistoryBudget(now);
        this.now = now;
        this.onSent = onSent;
        this.onRefused = onRefused;
    }

    Optional<Stream> byId(int upstreamId) {
        return Optional.ofNullable(byId.get(upstreamId));
    }

    /** Asks for a stream now, in its turn, or when the gateway is there. */
    void start(Stream stream) {
        if (!gateway.ready() || gateway.serversLost()) {
            stream.phase(Stream.Phase.HELD);
            return;
        }
        if (awaitsUnits(stream)) {
            stream.phase(Stream.Phase.HELD);
            stream.contract().ifPresent(counted::want);
            awaitingUnits.add(stream);
            return;
        }
        Optional<ReqHistoricalData> history = stream.history();
        if (history.isPresent()) {
            stream.phase(Stream.Phase.IN_TURN);
            queue(history.get()).add(stream.sender(), stream);
            startHistory();
        } else {
            dispatch(stream);
        }
    }

    /**
     * Starts the streams that waited for the kind of their contract. Holders join a stream only when their version's units
     * are known; but a gateway that comes back at another version may count in another way than the one before.
     */
    void startCounted() {
        for (Stream stream : List.copyOf(awaitingUnits)) {
            boolean waits = gateway.ready()
                    && stream.phase() == Stream.Phase.HELD
                    && stream.contract().map(counted::isAsked).orElse(false);
            if (waits) {
                continue;
            }
            awaitingUnits.remove(stream);
            if (stream.phase() != Stream.Phase.HELD || stream.holders().isEmpty() || !gateway.ready()) {
                continue;
            }
            if (awaitsUnits(stream)) {
                onRefused.accept(
                        stream,
                        "the gateway did not say what contract it is, so that its sizes can't be told in the units of"
                                + " every client; ask again");
            } else {
                start(stream);
            }
        }
    }

    private boolean awaitsUnits(Stream stream) {
        return stream.holders().stream()
                .anyMatch(holder -> stream.units().lacks(gateway.serverVersion(), holder.version()));
    }

    /** Ends a stream at the gateway, or takes it back if it has not left. */
    void stop(Stream stream) {
        Stream.Phase was = stream.phase();
        if (was == Stream.Phase.IN_TURN) {
            stream.history().ifPresent(h -> queue(h).remove(stream.sender(), s -> s == stream));
        } else if (stream.atGateway()) {
            boolean waited = gateway.takeBack(stream.route().lane(), stream.sender(), stream.request());
            forget(stream);
            if (!waited && gateway.ready()) {
                stream.cancel()
                        .filter(gateway::speaks)
                        .ifPresent(cancel -> gateway.send(Lane.INTERACTIVE, stream.sender(), cancel));
            }
        }
        stream.phase(Stream.Phase.HELD);
        startHistory();
    }

    /** The gateway has ended it by itself. */
    void ended(Stream stream, Stream.Phase next) {
        forget(stream);
        stream.phase(next);
        startHistory();
    }

    /** The gateway lost a stream's data and is asked for it under a fresh id. */
    void startAnew(Stream stream) {
        if (stream.phase() == Stream.Phase.SENT) {
            stream.cancel().ifPresent(cancel -> leftBehind.put(stream.upstreamId(), cancel));
            forget(stream);
        }
        if (stream.phase() == Stream.Phase.SENT || stream.phase() == Stream.Phase.HELD) {
            start(stream);
        }
    }

    /** Something came under an id of nobody: if it is a stream that was left behind, it is ended after all. */
    void onUnknownId(int id) {
        Outgoing cancel = leftBehind.remove(id);
        if (cancel != null) {
            gateway.send(Lane.INTERACTIVE, cancel);
        }
    }

    /** The session ended: nothing is at the gateway any more. */
    void onUpstreamLost() {
        byId.values().forEach(stream -> stream.phase(Stream.Phase.HELD));
        byId.clear();
        awaitingUnits.clear();
        leftBehind.clear();
        budget.onUpstreamLost();
        holdAll();
    }

    /** The servers are lost: what waits for its turn waits for them. */
    void holdAll() {
        small.drain(s -> true).forEach(stream -> stream.phase(Stream.Phase.HELD));
        large.drain(s -> true).forEach(stream -> stream.phase(Stream.Phase.HELD));
    }

    void poll() {
        startHistory();
    }

    long nextDeadline() {
        return Math.min(nextOf(small), nextOf(large));
    }

    /** Streams that wait for the rules of history. */
    int inTurn() {
        return small.size() + large.size();
    }

    private void startHistory() {
        for (FairQueue<Stream> queue : List.of(large, small)) {
            Optional<Stream> next = queue.take(this::mayStart);
            while (next.isPresent()) {
                dispatch(next.get());
                next = queue.take(this::mayStart);
            }
        }
        refuseWithoutPlaces();
    }

    /** Who waits for a place at the gateway would do so for ever when all are held by what does not end by itself. */
    private void refuseWithoutPlaces() {
        if (inTurn() == 0 || !budget.isFull() || byId.values().stream().anyMatch(StreamStarter::freesItsPlace)) {
            return;
        }
        var refused = new ArrayList<>(large.drain(s -> true));
        refused.addAll(small.drain(s -> true));
        refused.forEach(stream -> stream.phase(Stream.Phase.HELD));
        refused.forEach(stream -> onRefused.accept(
                stream,
                "the gateway has " + HistoryBudget.OPEN_MAX
                        + " places for history, and bars that are kept up to date (keepUpToDate) hold all of them until they"
                        + " are cancelled; cancel some, or ask again when others have"));
    }

    private static boolean freesItsPlace(Stream stream) {
        return stream.history().isPresent()
                && (!stream.endless() || stream.holders().isEmpty());
    }

    private boolean mayStart(Stream stream) {
        return now.nanos() >= openAt(stream);
    }

    private long openAt(Stream stream) {
        return stream.history().map(h -> budget.openAt(stream.key(), h)).orElse(0L);
    }

    private long nextOf(FairQueue<Stream> queue) {
        return queue.heads().stream().mapToLong(this::openAt).min().orElse(Now.NEVER);
    }

    private FairQueue<Stream> queue(ReqHistoricalData history) {
        return HistoryBudget.isSmall(history) ? small : large;
    }

    private void dispatch(Stream stream) {
        int id = ids.freeId();
        stream.upstreamId(id);
        stream.phase(Stream.Phase.ASKED);
        byId.put(id, stream);
        stream.units().begin(gateway.serverVersion());
        stream.history().ifPresent(h -> budget.made(stream.key(), h));
        int type = stream.key().marketDataType();
        Dispatch dispatch = Dispatch.of(stream.route().lane(), stream.sender(), stream.request())
                .whenDone(outcome -> onDispatched(stream, id, type, outcome));
        boolean taken = gateway.send(type == 0 ? dispatch : dispatch.after(() -> types.before(type)));
        if (!taken) {
            forget(stream);
            stream.phase(Stream.Phase.HELD);
            onRefused.accept(stream, "too many messages wait for the gateway's rate limit, try again");
        }
    }

    private void onDispatched(Stream stream, int id, int type, SendOutcome outcome) {
        switch (outcome) {
            case SENT -> {
                if (type != 0) {
                    types.left(type);
                }
                if (stream.upstreamId() == id) {
                    stream.phase(Stream.Phase.SENT);
                    onSent.accept(stream);
                }
            }
            case SERVERS_LOST, NO_SIGN_OF_LIFE, PAUSED -> {
                forget(stream);
                stream.phase(Stream.Phase.HELD);
            }
            case NOT_CARRIED -> {
                forget(stream);
                stream.phase(Stream.Phase.HELD);
                onRefused.accept(
                        stream, "version " + gateway.serverVersion() + ", which the gateway speaks, can't carry it");
            }
            case SESSION_ENDED -> {
                // The end of the session holds all streams.
            }
        }
    }

    private void forget(Stream stream) {
        if (byId.remove(stream.upstreamId()) != null && stream.history().isPresent()) {
            budget.ended();
        }
    }
}
