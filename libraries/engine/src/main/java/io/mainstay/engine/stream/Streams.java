package io.mainstay.engine.stream;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.routing.Deadlines;
import io.mainstay.engine.routing.RequestMap;
import io.mainstay.engine.routing.Route;
import io.mainstay.engine.routing.RoutingTable;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.engine.upstream.Outage;
import io.mainstay.engine.upstream.OutageNotice;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqRealTimeBars;
import io.mainstay.protocol.message.ReqTickByTickData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The streams of all clients. Who wants what another already has joins it with an image; who leaves last ends it after a
 * moment, in which somebody may come back for it. After an outage each is asked for again exactly once.
 */
public final class Streams {
    private static final long LINGER_MS = 500;
    private static final long VERIFY_MS = 30_000;
    private static final int TOO_MANY_LINES_CODE = 101;
    private static final int BOOK_RESET_CODE = 317;
    /** Bars that died with their farm, and those that a bust trade ended. */
    private static final Set<Integer> RENEWED_AFTER = Set.of(10182, 10225);

    private static final long RENEW_MS = 10_000;

    /** A warning, which leaves what it names standing. */
    private static final int STREAM_INTERRUPTED_CODE = 2108;

    private static final long MS_PER_S = 1_000;

    private record HolderKey(ClientSession client, int reqId) {}

    private record Held(Stream stream, Holder holder) {}

    private final Gateway gateway;
    private final MarketDataTypes types;
    private final OutageNotice notice;
    private final Now now;
    private final int linesMax;
    private final StreamStarter starter;

    /** What may be joined; an endless one until nobody holds it, history until its answer is too old. */
    private final Map<StreamKey, Stream> byKey = new LinkedHashMap<>();

    /** What each client holds under which id; removed by its cancel, the stream's end, or the client's. */
    private final Map<HolderKey, Held> held = new HashMap<>();

    /** The same, counted by client. */
    private final Map<ClientSession, Integer> counts = new HashMap<>();

    /** Streams that nobody holds, and answers that stand for a while. */
    private final Deadlines<Stream> leaving;

    /** History that has been asked for and not answered. */
    private final Deadlines<Stream> unanswered;

    /** Streams that may have died although the gateway says that nothing was lost, until they say something. */
    private final Deadlines<Stream> doubted;

    /** Streams that the gateway ended for a reason that passes, until they are asked for again. */
    private final Deadlines<Stream> renewals;

    private long lastHeard;
    private long doubtedSince;

    /** @param linesMax streams that use a market data line, at a time */
    public Streams(Gateway gateway, RequestMap ids, MarketDataTypes types, OutageNotice notice, Now now, int linesMax) {
        this.gateway = gateway;
        this.types = types;
        this.notice = notice;
        this.now = now;
        this.linesMax = linesMax;
        this.starter = new StreamStarter(gateway, ids, types, now, this::onSent, this::onRefused);
        this.leaving = new Deadlines<>(now);
        this.unanswered = new Deadlines<>(now);
        this.doubted = new Deadlines<>(now);
        this.renewals = new Deadlines<>(now);
    }

    /** Whether such a request is shared: it goes on until cancelled, or is history. */
    public static boolean takes(Route route, Outgoing message) {
        if (message instanceof ReqTickByTickData ticks && ticks.numberOfTicks() != 0) {
            // The past ticks that begin it come once, so nobody could join.
            return false;
        }
        return message instanceof ReqHistoricalData || route.isStream(message) && route.isShareable();
    }

    /** Whether a client uses an id for a stream. */
    public boolean holds(ClientSession client, int reqId) {
        return held.containsKey(new HolderKey(client, reqId));
    }

    /** How many streams a client holds. */
    public int count(ClientSession client) {
        return counts.getOrDefault(client, 0);
    }

    /** How many different ones are open; an answer that stands for a while is not. */
    public int count() {
        return (int) byKey.values().stream()
                .filter(stream -> stream.phase() != Stream.Phase.ANSWERED)
                .count();
    }

    /** History that was asked for and is not answered, or waits for its turn. */
    public int unanswered() {
        return (int) byKey.values().stream()
                .filter(stream -> !stream.endless() && stream.phase() != Stream.Phase.ANSWERED)
                .count();
    }

    /** How many of them use a market data line. */
    public int lines() {
        return (int) byKey.values().stream().filter(Streams::usesLine).count();
    }

    /** History that waits for the gateway's rules. */
    public int historyInTurn() {
        return starter.inTurn();
    }

    /** Opens or joins a stream. The id must be free. */
    public void open(ClientSession client, Route route, Outgoing message) {
        var key = StreamKey.of(message, message instanceof ReqMktData ? types.of(client) : 0);
        Holder holder = Stream.holder(client, message);
        Stream known = byKey.get(key);
        if (known != null) {
            join(known, holder);
            return;
        }
        var stream = new Stream(key, route, message);
        if (usesLine(stream) && !makeRoom()) {
            client.error(
                    holder.reqId(),
                    TOO_MANY_LINES_CODE,
                    "Max number of tickers has been reached: " + linesMax + " different ones are held by all clients");
            return;
        }
        byKey.put(key, stream);
        hold(stream, holder);
        stream.sender(client.number());
        starter.start(stream);
    }

    /** Ends a client's part in a stream. Returns whether it had one under this id that such a message opens. */
    public boolean cancel(ClientSession client, int startId, int reqId) {
        Held mine = held.get(new HolderKey(client, reqId));
        if (mine == null || mine.stream().route().messageId() != startId) {
            return false;
        }
        leave(mine);
        return true;
    }

    public void onClientEnded(ClientSession client) {
        if (counts.containsKey(client)) {
            held.values().stream()
                    .filter(h -> h.holder().client() == client)
                    .toList()
                    .forEach(this::leave);
        }
    }

    /** Takes an answer to all who hold its stream. Returns whether there is one. */
    public boolean onReply(Incoming reply, int upstreamId) {
        Optional<Stream> named = starter.byId(upstreamId);
        if (named.isEmpty()) {
            starter.onUnknownId(upstreamId);
            return false;
        }
        Stream stream = named.get();
        lastHeard = now.nanos();
        stream.markHeard();
        doubted.stop(stream, VERIFY_MS);
        if (!stream.endless()) {
            unanswered.restart(stream, stream.route().timeLimitMs());
        }
        take(stream, reply);
        if (stream.ends(reply)) {
            onEnd(stream);
        }
        if (reply instanceof HistoricalData bars
                && gateway.serverVersion() < RoutingTable.HISTORICAL_DATA_END_VERSION) {
            onReply(new HistoricalDataEnd(bars.reqId(), bars.startDate(), bars.endDate()), upstreamId);
        }
        return true;
    }

    /** Takes an error to all who hold the stream that it names. Returns whether there is one. */
    public boolean onError(ErrorMessage error) {
        Optional<Stream> named = starter.byId(error.id());
        named.ifPresent(stream -> {
            List<Holder> told = stream.holders();
            if (stream.endless() && stream.heard() && RENEWED_AFTER.contains(error.errorCode())) {
                renewLater(stream, error);
                return;
            }
            if (ErrorCatalogue.of(error.errorCode()).endsRequest()) {
                starter.ended(stream, Stream.Phase.HELD);
                drop(stream);
            }
            told.forEach(holder -> holder.client()
                    .send(new ErrorMessage(
                            holder.reqId(),
                            error.errorCode(),
                            error.errorMsg(),
                            error.advancedOrderRejectJson(),
                            error.errorTime())));
        });
        return named.isPresent();
    }

    /** The gateway ended a stream for a reason that passes. */
    private void renewLater(Stream stream, ErrorMessage error) {
        markInterrupted(stream);
        starter.ended(stream, Stream.Phase.HELD);
        renewals.restart(stream, RENEW_MS);
        stream.holders()
                .forEach(holder -> holder.client()
                        .error(
                                holder.reqId(),
                                STREAM_INTERRUPTED_CODE,
                                "the gateway ended this stream (" + error.errorCode() + " " + error.errorMsg()
                                        + "); it keeps its id and is asked for again in " + RENEW_MS / MS_PER_S
                                        + " s"));
    }

    /** The session ended: streams are held until the next one, history that was asked for is not answered any more. */
    public void onUpstreamLost(Outage outage) {
        var cutOff = new ArrayList<Stream>();
        for (Stream stream : byKey.values()) {
            if (!stream.endless() && stream.phase() != Stream.Phase.ANSWERED) {
                cutOff.add(stream);
            }
        }
        starter.onUpstreamLost();
        String text = " has no further answer: " + notice.text(outage);
        for (Stream stream : cutOff) {
            List<Holder> told = stream.holders();
            drop(stream);
            told.forEach(holder -> holder.client()
                    .error(
                            holder.reqId(),
                            ErrorCatalogue.NOT_CONNECTED,
                            stream.route().wireName() + text,
                            notice.json(outage)));
        }
        for (Stream stream : List.copyOf(byKey.values())) {
            if (stream.endless() && stream.holders().isEmpty()) {
                drop(stream);
            } else if (stream.endless()) {
                markInterrupted(stream);
            }
        }
    }

    /** The gateway lost IB's servers; what has not left waits for them. */
    public void onServersLost() {
        starter.holdAll();
    }

    /** Asks for everything again: the session is new, or the gateway lost the data. Returns how many streams that are. */
    public int restoreAll() {
        int restored = 0;
        for (Stream stream : List.copyOf(byKey.values())) {
            if (stream.endless() && !stream.holders().isEmpty()) {
                if (stream.phase() == Stream.Phase.SENT) {
                    markInterrupted(stream);
                }
                restored++;
                restore(stream);
            }
        }
        startHeld();
        return restored;
    }

    /** The servers are back with all data: only what has not left is asked for, and what dies easily is watched. */
    public void onDataKept() {
        startHeld();
        doubtedSince = now.nanos();
        for (Stream stream : byKey.values()) {
            if (stream.phase() == Stream.Phase.SENT && diesEasily(stream)) {
                doubted.restart(stream, VERIFY_MS);
            }
        }
    }

    public void poll() {
        for (Stream stream : leaving.takeDue()) {
            if (stream.holders().isEmpty()) {
                starter.stop(stream);
                drop(stream);
            }
        }
        for (Stream stream : unanswered.takeDue()) {
            List<Holder> told = stream.holders();
            starter.stop(stream);
            drop(stream);
            told.forEach(holder -> holder.client()
                    .error(
                            holder.reqId(),
                            ErrorCatalogue.REQUEST_FAILED,
                            "the gateway did not answer " + stream.route().wireName() + " within "
                                    + stream.route().timeLimitMs() / MS_PER_S
                                    + " s; what it would have said is unknown, ask again"));
        }
        for (Stream stream : renewals.takeDue()) {
            if (stream.phase() == Stream.Phase.HELD) {
                restore(stream);
            }
        }
        for (Stream stream : doubted.takeDue()) {
            if (stream.phase() == Stream.Phase.SENT && lastHeard > doubtedSince) {
                markInterrupted(stream);
                restore(stream);
            }
        }
        starter.poll();
    }

    public long nextDeadline() {
        long next = Math.min(leaving.next(), unanswered.next());
        next = Math.min(next, renewals.next());
        return Math.min(next, Math.min(doubted.next(), starter.nextDeadline()));
    }

    private void join(Stream stream, Holder holder) {
        boolean wider = stream.add(holder);
        register(stream, holder);
        leaving.stop(stream, LINGER_MS);
        stream.tellImage(holder);
        if (stream.phase() == Stream.Phase.ANSWERED) {
            unregister(stream, holder);
        } else if (wider) {
            starter.stop(stream);
            starter.start(stream);
        }
    }

    private void hold(Stream stream, Holder holder) {
        stream.add(holder);
        register(stream, holder);
    }

    private void register(Stream stream, Holder holder) {
        held.put(new HolderKey(holder.client(), holder.reqId()), new Held(stream, holder));
        counts.merge(holder.client(), 1, Integer::sum);
    }

    private void unregister(Stream stream, Holder holder) {
        stream.remove(holder);
        holder.client().forget(holder.reqId());
        if (held.remove(new HolderKey(holder.client(), holder.reqId())) != null) {
            counts.computeIfPresent(holder.client(), (client, n) -> n == 1 ? null : n - 1);
        }
    }

    private void leave(Held mine) {
        Stream stream = mine.stream();
        unregister(stream, mine.holder());
        if (!stream.holders().isEmpty()) {
            return;
        }
        if (stream.atGateway()) {
            leaving.restart(stream, LINGER_MS);
        } else {
            starter.stop(stream);
            drop(stream);
        }
    }

    /** Forgets a stream that is not at the gateway any more. */
    private void drop(Stream stream) {
        byKey.remove(stream.key(), stream);
        stream.holders().forEach(holder -> unregister(stream, holder));
        leaving.stop(stream, LINGER_MS);
        leaving.stop(stream, HistoryBudget.IDENTICAL_MS);
        unanswered.stop(stream, stream.route().timeLimitMs());
        doubted.stop(stream, VERIFY_MS);
        renewals.stop(stream, RENEW_MS);
    }

    private void take(Stream stream, Incoming reply) {
        if (stream.resumed() && reply instanceof HistoricalData bars) {
            List<Incoming> missed = stream.image().resume(bars);
            stream.image().update(bars);
            missed.forEach(stream::deliver);
        } else if (stream.resumed() && reply instanceof HistoricalDataEnd) {
            stream.resumed(false);
            stream.image().update(reply);
        } else {
            stream.image().update(reply);
            stream.deliver(reply);
        }
    }

    private void onEnd(Stream stream) {
        unanswered.stop(stream, stream.route().timeLimitMs());
        boolean stands = !stream.endless() && stream.history().isPresent();
        starter.ended(stream, stands ? Stream.Phase.ANSWERED : Stream.Phase.HELD);
        if (stands) {
            stream.holders().forEach(holder -> unregister(stream, holder));
            leaving.restart(stream, HistoryBudget.IDENTICAL_MS);
        } else {
            drop(stream);
        }
    }

    private void onSent(Stream stream) {
        if (!stream.endless()) {
            unanswered.restart(stream, stream.route().timeLimitMs());
        }
    }

    private void onRefused(Stream stream) {
        List<Holder> told = stream.holders();
        drop(stream);
        told.forEach(holder -> holder.client()
                .error(
                        holder.reqId(),
                        ErrorCatalogue.REQUEST_FAILED,
                        "not sent: too many messages wait for the gateway's rate limit, try again"));
    }

    /** What is known of it is old from now on. */
    private static void markInterrupted(Stream stream) {
        stream.resumed(
                stream.history().isPresent() && !stream.image().messages().isEmpty() || stream.resumed());
        stream.image().clear();
    }

    private void restore(Stream stream) {
        if (stream.key().request() instanceof ReqMktDepth) {
            stream.holders()
                    .forEach(holder -> holder.client()
                            .send(new ErrorMessage(
                                    holder.reqId(),
                                    BOOK_RESET_CODE,
                                    "Market depth data has been RESET. Please empty deep book contents before applying"
                                            + " any new entries.",
                                    "",
                                    now.epochMs())));
        }
        starter.startAnew(stream);
    }

    private void startHeld() {
        for (Stream stream : List.copyOf(byKey.values())) {
            if (stream.phase() == Stream.Phase.HELD) {
                starter.start(stream);
            }
        }
    }

    /** Whether another line may be used, for which one that nobody holds is given up. */
    private boolean makeRoom() {
        if (lines() < linesMax) {
            return true;
        }
        Optional<Stream> unused = byKey.values().stream()
                .filter(stream -> usesLine(stream) && stream.holders().isEmpty())
                .findFirst();
        unused.ifPresent(stream -> {
            starter.stop(stream);
            drop(stream);
        });
        return unused.isPresent();
    }

    private static boolean usesLine(Stream stream) {
        return stream.key().request() instanceof ReqMktData || stream.key().request() instanceof ReqRealTimeBars;
    }

    private static boolean diesEasily(Stream stream) {
        return stream.endless()
                && (stream.history().isPresent()
                        || stream.key().request() instanceof ReqMktDepth
                        || stream.key().request() instanceof ReqTickByTickData);
    }
}
