package io.mainstay.engine.stream;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.routing.Route;
import io.mainstay.engine.units.CountedContracts;
import io.mainstay.engine.units.StreamUnits;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqMktData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One subscription or one piece of history at the gateway, and all who hold it. */
final class Stream {
    /** How far it has come at the gateway. */
    enum Phase {
        /** Not asked for; it will be when the gateway is there. */
        HELD,
        /** It waits for the rules of history. */
        IN_TURN,
        /** It is on its way, or waits for the rate. */
        ASKED,
        /** The gateway has got it. */
        SENT,
        /** All was answered; the answer stands for a while. */
        ANSWERED
    }

    /** The gateway begins a book anew, and sends the rows that it has now as insertions. */
    static final int BOOK_RESET_CODE = 317;

    private final StreamKey key;
    private final Route route;
    private final Outgoing start;
    private final boolean endless;
    private final Image image;
    private final StreamNotices notices = new StreamNotices();
    private final StreamUnits units;
    private final Set<Integer> genericTicks;

    /** Replaced when it changes, so that who goes through it may cause a change. */
    private List<Holder> holders = List.of();

    private Phase phase = Phase.HELD;
    private int upstreamId;
    private long sender;

    /** What the gateway was asked for when it last served it under an id; null before it ever did. */
    private @Nullable Set<Integer> acceptedTicks;

    private boolean heard;

    Stream(StreamKey key, Route route, Outgoing start, CountedContracts counted) {
        this.key = key;
        this.route = route;
        this.start = start;
        this.endless = route.isStream(start);
        this.image = Image.of(start);
        this.units = new StreamUnits(counted, start);
        this.genericTicks = new TreeSet<>(askedIn(start));
    }

    /** What it is about: the symbol, or the contract id where no symbol was said; empty if it is about no contract. */
    String subject() {
        Contract contract = CountedContracts.contract(start);
        if (contract == null) {
            return "";
        }
        return contract.symbol().isEmpty() ? "conId " + contract.conId() : contract.symbol() + " " + contract.secType();
    }

    /** The contract that its sizes are of, if it has such. */
    Optional<Contract> contract() {
        return Optional.ofNullable(CountedContracts.contract(start));
    }

    StreamKey key() {
        return key;
    }

    Route route() {
        return route;
    }

    /** The request that it began with, under whatever id. */
    Outgoing start() {
        return start;
    }

    /** Whether it goes on until it is cancelled. */
    boolean endless() {
        return endless;
    }

    /** Whether the gateway has yet to say that something is complete, the history or what begins the stream. */
    boolean owesEnd() {
        return !endless || image.owesEnd();
    }

    /** Its messages in the units of each holder's version. */
    StreamUnits units() {
        return units;
    }

    List<Holder> holders() {
        return holders;
    }

    Phase phase() {
        return phase;
    }

    void phase(Phase next) {
        phase = next;
    }

    /** Its id at the gateway; meaningful while ASKED or SENT. */
    int upstreamId() {
        return upstreamId;
    }

    void upstreamId(int id) {
        upstreamId = id;
        heard = false;
        notices.clear();
    }

    /** Whose turn it takes among those who wait. */
    long sender() {
        return sender;
    }

    void sender(long number) {
        sender = number;
    }

    boolean atGateway() {
        return phase == Phase.ASKED || phase == Phase.SENT;
    }

    /** Whether the gateway has ever served it. */
    boolean everHeard() {
        return acceptedTicks != null;
    }

    void markHeard() {
        if (!heard) {
            heard = true;
            acceptedTicks = Set.copyOf(genericTicks);
        }
    }

    /**
     * The holders whose generic ticks the gateway has not served yet, now that it refuses the request: those who share the
     * newest wish, which came after others whose ticks it has served or may serve. Empty if nobody is to blame more than
     * others.
     */
    List<Holder> toBlame() {
        if (heard) {
            return List.of();
        }
        Set<Integer> accepted = acceptedTicks;
        var asked = new TreeSet<Integer>(accepted == null ? Set.of() : accepted);
        Set<Integer> askedBefore = Set.copyOf(asked);
        for (Holder holder : holders) {
            if (!asked.containsAll(holder.genericTicks())) {
                askedBefore = Set.copyOf(asked);
                asked.addAll(holder.genericTicks());
            }
        }
        Set<Integer> kept = askedBefore;
        List<Holder> all = holders.stream()
                .filter(holder -> !kept.containsAll(holder.genericTicks()))
                .toList();
        return all.size() == holders.size() ? List.of() : all;
    }

    /** Asks for no more generic ticks than those that its holders want. */
    void narrow() {
        genericTicks.clear();
        holders.forEach(holder -> genericTicks.addAll(holder.genericTicks()));
    }

    /** Whether the gateway has not served it yet and was asked for generic ticks that no holder wants any more. */
    boolean asksForMoreThanIsWanted() {
        return !heard
                && genericTicks.stream()
                        .anyMatch(tick -> holders.stream()
                                .noneMatch(holder -> holder.genericTicks().contains(tick)));
    }

    /** The request, under the id at the gateway, for all that any holder wants. */
    Outgoing request() {
        if (start instanceof ReqMktData quote) {
            return new ReqMktData(
                    upstreamId,
                    quote.contract(),
                    GenericTicks.list(genericTicks, GenericTicks.others(quote.genericTickList())),
                    quote.snapshot(),
                    quote.regulatorySnapshot(),
                    quote.mktDataOptions());
        }
        return (Outgoing) ((HasReqId) image.toAsk(start)).withReqId(upstreamId);
    }

    Optional<ReqHistoricalData> history() {
        return start instanceof ReqHistoricalData request ? Optional.of(request) : Optional.empty();
    }

    Optional<Outgoing> cancel() {
        Route.Canceller canceller = route.cancels();
        return canceller == null ? Optional.empty() : Optional.of(canceller.cancel(start, upstreamId));
    }

    boolean ends(Incoming reply) {
        return route.ends(start, reply);
    }

    /** Adds a holder. Returns whether it wants generic ticks that the gateway was not asked for. */
    boolean add(Holder holder) {
        var grown = new ArrayList<>(holders);
        grown.add(holder);
        holders = List.copyOf(grown);
        return genericTicks.addAll(holder.genericTicks());
    }

    void remove(Holder holder) {
        holders = holders.stream().filter(h -> h != holder).toList();
    }

    /** Takes a message of the gateway to all holders; those that had bars before get only what they missed of them. */
    void deliver(Incoming message) {
        notices.onSaid(message);
        image.toTell(message).forEach(this::tell);
    }

    /** Takes what the gateway says of the stream that does not end it. */
    void onNotice(ErrorMessage notice) {
        if (notices.add(notice)) {
            image.outdate();
        }
    }

    /** Forgets all that was said, which is not true any more when the gateway has to be asked anew. */
    void clear() {
        image.clear();
        notices.clear();
    }

    /** Whether who joins needs that the gateway is asked again, since nothing comes of what it was asked before. */
    boolean refused() {
        return notices.refused();
    }

    private void tell(Incoming message) {
        List<Incoming> missed = message instanceof HistoricalData bars ? image.resume(bars) : List.of(message);
        image.update(message);
        for (Holder holder : holders) {
            if (message instanceof HistoricalData && holder.hasBars()) {
                missed.forEach(bar -> deliver(bar, holder));
            } else if (!(message instanceof HistoricalDataEnd && holder.hasEnd())) {
                deliver(message, holder);
            }
        }
    }

    private void deliver(Incoming message, Holder holder) {
        Incoming counted = units.told(message, holder.version());
        if (counted != null) {
            holder.deliver(message, counted, genericTicks);
        }
    }

    /** Brings one holder up to date. */
    void tellImage(Holder holder) {
        notices.all().forEach(holder::tell);
        for (Incoming message : image.messages()) {
            Incoming counted = units.image(message, holder.version());
            if (counted != null) {
                holder.deliver(message, counted, genericTicks);
            }
        }
    }

    static Set<Integer> askedIn(Outgoing start) {
        return start instanceof ReqMktData quote ? GenericTicks.numbers(quote.genericTickList()) : Set.of();
    }

    static Holder holder(ClientSession client, Outgoing start) {
        return new Holder(client, ((HasReqId) start).reqId(), askedIn(start));
    }
}
