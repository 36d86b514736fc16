package io.mainstay.engine.stream;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.routing.Deadlines;
import io.mainstay.engine.routing.RequestMap;
import io.mainstay.engine.routing.Route;
import io.mainstay.engine.routing.RoutingTable;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.units.CountedContracts;
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
import io.mainstay.protocol.message.ReqRealTimeBars;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The streams of all clients. Who wants what another already has joins it with an image; who leaves last ends it after a
 * moment, in which somebody may come back for it. After an outage each is asked for again exactly once.
 */
public final class Streams {
    private static final long LINGER_MS = 500;
    private static final int TOO_MANY_LINES_CODE = 101;
    private static final int CANCELLED_CODE = 162;
    private static final long MS_PER_S = 1_000;

    private final Gateway gateway;
    private final MarketDataTypes types;
    private final CountedContracts counted;
    private final KnownContracts contracts = new KnownContracts();
    private final OutageNotice notice;
    private final int linesMax;
    private final StreamStarter starter;
    private final StreamRecovery recovery;

    /** What may be joined; an endless one until nobody holds it, history until its answer is too old. */
    private final Map<StreamKey, Stream> byKey = new LinkedHashMap<>();

    private final Holdings held = new Holdings();

    /** Streams that nobody holds, and answers that stand for a while. */
    private final Deadlines<Stream> leaving;

    /** History that has been asked for and not answered. */
    private final Deadlines<Stream> unanswered;

    /** @param linesMax streams that use a market data line, at a time */
    public Streams(
            Gateway gateway,
            RequestMap ids,
            MarketDataTypes types,
            CountedContracts counted,
            OutageNotice notice,
            Now now,
            int linesMax) {
        this.gateway = gateway;
        this.types = types;
        this.counted = counted;
        this.notice = notice;
        this.linesMax = linesMax;
        this.starter = new StreamStarter(gateway, ids, types, counted, now, this::onSent, this::onRefused);
        this.recovery = new StreamRecovery(starter, now);
        this.leaving = new Deadlines<>(now);
        this.unanswered = new Deadlines<>(now);
    }

    /** Whether such a request is a stream of the worker's: it goes on until cancelled, or is history. */
    public static boolean takes(Route route, Outgoing message) {
        return message instanceof ReqHistoricalData || route.isStream(message) && route.isShareable();
    }

    /** What contracts are described as, which decides whether two quotes are of one. */
    public KnownContracts contracts() {
        return contracts;
    }

    /** Whether a client uses an id for a stream. */
    public boolean holds(ClientSession client, int reqId) {
        return held.find(client, reqId).isPresent();
    }

    /** How many streams a client holds. */
    public int count(ClientSession client) {
        return held.count(client);
    }

    /** How many different ones are open; an answer that stands for a while is not. */
    public int count() {
        return (int) byKey.values().stream()
                .filter(stream -> stream.phase() != Stream.Phase.ANSWERED)
                .count();
    }

    /** The first {@code most} streams, oldest first. */
    public List<StreamInfo> list(int most) {
        return byKey.values().stream()
                .limit(most)
                .map(stream -> new StreamInfo(
                        stream.route().wireName(),
                        stream.subject(),
                        stream.holders().size(),
                        stream.phase().name(),
                        usesLine(stream)))
                .toList();
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
        int type = message instanceof ReqMktData ? types.of(client) : 0;
        var key = StreamKey.of(message, type, client.number(), contracts);
        Holder holder = Stream.holder(client, message);
        Stream known = byKey.get(key);
        if (known == null) {
            known = byKey.get(StreamKey.asDescribed(message, type, client.number()));
        }
        if (known != null
                && known.phase() == Stream.Phase.ANSWERED
                && !known.units().isOf(gateway.serverVersion())) {
            // Answered by a gateway of another version, whose units nobody may have needed to know.
            drop(known);
            known = null;
        }
        if (known != null) {
            join(known, holder);
            return;
        }
        var stream = new Stream(key, route, message, counted);
        if (usesLine(stream) && !makeRoom()) {
            client.error(
                    holder.reqId(),
                    TOO_MANY_LINES_CODE,
                    "Max number of tickers has been reached: " + linesMax + " different ones are held by all clients");
            return;
        }
        byKey.put(key, stream);
        stream.add(holder);
        held.add(stream, holder);
        stream.sender(client.number());
        starter.start(stream);
    }

    /** Ends a client's part in a stream. Returns whether it had one under this id that such a message opens. */
    public boolean cancel(ClientSession client, int startId, int reqId) {
        Optional<Holdings.Held> mine =
                held.find(client, reqId).filter(h -> h.stream().route().messageId() == startId);
        mine.ifPresent(this::leave);
        mine.flatMap(h -> Optional.ofNullable(h.stream().route().cancelledText()))
                .ifPresent(text -> client.error(reqId, CANCELLED_CODE, text + ": " + reqId));
        return mine.isPresent();
    }

    /** Ends what a client may not hold any more, which is told to it. Returns how many that were. */
    public int endForbidden(ClientSession client) {
        List<Holdings.Held> forbidden = held.of(client).stream()
                .filter(h -> client.loses(h.holder().reqId(), h.stream().start()))
                .toList();
        forbidden.forEach(this::leave);
        return forbidden.size();
    }

    public void onClientEnded(ClientSession client) {
        held.of(client).forEach(this::leave);
    }

    /** Takes an answer to all who hold its stream. Returns whether there is one. */
    public boolean onReply(Incoming reply, int upstreamId) {
        Optional<Stream> named = starter.byId(upstreamId);
        if (named.isEmpty()) {
            starter.onUnknownId(upstreamId);
            return false;
        }
        Stream stream = named.get();
        recovery.onHeard(stream);
        stream.deliver(reply);
        watch(stream);
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
            if (recovery.renew(stream, error)) {
                return;
            }
            List<Holder> told = stream.holders();
            if (ErrorCatalogue.of(error.errorCode()).endsRequest()) {
                List<Holder> toBlame = stream.toBlame();
                starter.ended(stream, Stream.Phase.HELD);
                if (toBlame.isEmpty() && stream.asksForMoreThanIsWanted()) {
                    // Who wanted what may be the reason has left.
                    told = List.of();
                    stream.narrow();
                    starter.start(stream);
                } else if (toBlame.isEmpty()) {
                    drop(stream);
                } else {
                    // Nobody loses a stream because another one joined it with a wish that it can't have.
                    told = toBlame;
                    toBlame.forEach(holder -> unregister(stream, holder));
                    stream.narrow();
                    starter.start(stream);
                }
            } else {
                stream.onNotice(error);
            }
            told.forEach(holder -> holder.tell(error));
        });
        return named.isPresent();
    }

    /** The session ended: streams are held until the next one, history that was asked for is not answered any more. */
    public void onUpstreamLost(Outage outage) {
        var cutOff = new ArrayList<Stream>();
        for (Stream stream : byKey.values()) {
            if (!stream.endless() && stream.phase() != Stream.Phase.ANSWERED) {
                cutOff.add(stream);
            }
        }
        contracts.forget();
        starter.onUpstreamLost();
        recovery.onUpstreamLost();
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
                stream.clear();
                unanswered.stop(stream, stream.route().timeLimitMs());
            }
        }
    }

    /** The gateway lost IB's servers; what has not left waits for them. */
    public void onServersLost() {
        starter.holdAll();
        byKey.values().stream()
                .filter(Stream::endless)
                .forEach(stream -> unanswered.stop(stream, stream.route().timeLimitMs()));
    }

    /** Asks for everything again: the session is new, or the gateway lost the data. Returns how many streams that are. */
    public int restoreAll() {
        // Who would join one that is not asked for again would get an image from before the loss, and then nothing.
        List.copyOf(byKey.values()).stream()
                .filter(stream -> stream.atGateway() && stream.holders().isEmpty())
                .forEach(this::giveUp);
        return recovery.restoreAll(byKey.values());
    }

    /** The servers are back with all data: only what has not left is asked for. */
    public void onDataKept() {
        recovery.onDataKept(byKey.values());
        byKey.values().forEach(this::watch);
    }

    /** The gateway has answered what contracts are: streams that waited for it are asked for. */
    public void onContractsCounted() {
        starter.startCounted();
    }

    public void poll() {
        for (Stream stream : leaving.takeDue()) {
            if (stream.holders().isEmpty()) {
                giveUp(stream);
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
        recovery.poll();
        starter.poll();
    }

    public long nextDeadline() {
        long next = Math.min(leaving.next(), unanswered.next());
        return Math.min(next, Math.min(recovery.nextDeadline(), starter.nextDeadline()));
    }

    private void join(Stream stream, Holder holder) {
        boolean refused = stream.refused();
        if (refused) {
            // They were told, take it for over and cancel nothing; each would hear of every later try.
            stream.holders().forEach(before -> unregister(stream, before));
            stream.narrow();
        }
        boolean askAgain = stream.add(holder) || refused;
        held.add(stream, holder);
        leaving.stop(stream, LINGER_MS);
        stream.tellImage(holder);
        if (stream.phase() == Stream.Phase.ANSWERED) {
            unregister(stream, holder);
        } else if (askAgain) {
            starter.stop(stream);
            starter.start(stream);
        }
    }

    private void unregister(Stream stream, Holder holder) {
        stream.remove(holder);
        held.remove(holder);
    }

    private void leave(Holdings.Held mine) {
        Stream stream = mine.stream();
        unregister(stream, mine.holder());
        mine.holder().client().forget(mine.holder().reqId());
        if (!stream.holders().isEmpty()) {
            return;
        }
        if (stream.atGateway() && stream.key().isShareable()) {
            leaving.restart(stream, LINGER_MS);
        } else {
            giveUp(stream);
        }
    }

    /** Ends a stream that nobody holds. */
    private void giveUp(Stream stream) {
        starter.stop(stream);
        drop(stream);
    }

    /** Forgets a stream that is not at the gateway any more. */
    private void drop(Stream stream) {
        byKey.remove(stream.key(), stream);
        stream.holders().forEach(holder -> unregister(stream, holder));
        leaving.stop(stream, LINGER_MS);
        leaving.stop(stream, HistoryBudget.IDENTICAL_MS);
        unanswered.stop(stream, stream.route().timeLimitMs());
        recovery.forget(stream);
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
        watch(stream);
    }

    /** Gives the gateway its full time for the end that it owes. */
    private void watch(Stream stream) {
        if (stream.owesEnd() && stream.phase() == Stream.Phase.SENT) {
            unanswered.restart(stream, stream.route().timeLimitMs());
        } else {
            unanswered.stop(stream, stream.route().timeLimitMs());
        }
    }

    private void onRefused(Stream stream, String why) {
        List<Holder> told = stream.holders();
        drop(stream);
        told.forEach(holder -> holder.client()
                .error(
                        holder.reqId(),
                        ErrorCatalogue.REQUEST_FAILED,
                        stream.route().wireName() + " was not sent: " + why));
    }

    /** Whether another line may be used, for which one that nobody holds is given up. */
    private boolean makeRoom() {
        if (lines() < linesMax) {
            return true;
        }
        Optional<Stream> unused = byKey.values().stream()
                .filter(stream -> usesLine(stream) && stream.holders().isEmpty())
                .findFirst();
        unused.ifPresent(this::giveUp);
        return unused.isPresent();
    }

    private static boolean usesLine(Stream stream) {
        return stream.key().request() instanceof ReqMktData || stream.key().request() instanceof ReqRealTimeBars;
    }
}
