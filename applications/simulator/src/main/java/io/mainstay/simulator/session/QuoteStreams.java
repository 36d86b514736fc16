package io.mainstay.simulator.session;

import io.mainstay.protocol.message.MarketDataType;
import io.mainstay.protocol.message.ReqMarketDataType;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqSmartComponents;
import io.mainstay.protocol.message.SmartComponent;
import io.mainstay.protocol.message.SmartComponents;
import io.mainstay.protocol.message.TickReqParams;
import io.mainstay.protocol.message.TickSnapshotEnd;
import io.mainstay.simulator.fault.Mode;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Instruments;
import io.mainstay.simulator.market.MarketData;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Streaming and snapshot quotes: everything once, then what has changed, four times a second. */
final class QuoteStreams {
    /** The key of the exchanges that US quotes combine; asked for while such a quote runs. */
    static final String BBO_EXCHANGE = "9c0001";

    /** Of last prices and last sizes, as a gateway sends it for a stock. */
    private static final String LAST_PRECISION = "0.000001";

    private static final Duration DELAY = Duration.ofMinutes(15);
    private static final int LIVE = 1;
    private static final int FROZEN = 2;
    private static final int DELAYED = 3;
    private static final int DELAYED_FROZEN = 4;

    private record Stream(Instrument instrument, Agenda.Planned repeat) {}

    private final Gateway gateway;
    private final Contracts contracts;
    private final MarketData market;
    private final Instruments instruments;
    private final NewsAnswers news;
    private final StreamTable<Stream> streams = new StreamTable<>();
    /** The type that each session puts up with; live unless it says otherwise. */
    private final Map<Session, Integer> types = new HashMap<>();

    private boolean paused;

    QuoteStreams(Gateway gateway, Contracts contracts, MarketData market, Instruments instruments, NewsAnswers news) {
        this.gateway = gateway;
        this.contracts = contracts;
        this.market = market;
        this.instruments = instruments;
        this.news = news;
    }

    void start(Session s, ReqMktData m) {
        int id = m.reqId();
        boolean once = m.snapshot() || m.regulatorySnapshot();
        Optional<Instrument> found = contracts.single(s, id, m.contract());
        if (found.isEmpty()) {
            return;
        }
        if (streams.find(s, id).isPresent()) {
            s.error(id, 102, "Duplicate ticker ID.");
        } else if (once && !m.genericTickList().isBlank()) {
            s.error(id, 414, "Snapshot market data subscription is not applicable to generic ticks");
        } else if (!once && streams.count(s) >= gateway.settings().marketDataLines()) {
            s.error(id, 101, "Max number of tickers has been reached");
        } else {
            begin(s, m, found.get(), once);
        }
    }

    private void begin(Session s, ReqMktData m, Instrument instrument, boolean once) {
        int id = m.reqId();
        GenericTicks generic;
        try {
            generic = GenericTicks.parse(m.genericTickList(), instrument, market);
        } catch (GenericTicks.IllegalTickException e) {
            s.error(id, 321, "Error validating request.-'bS' : cause - " + e.getMessage());
            return;
        }
        if (generic.asks(GenericTicks.FUNDAMENTAL_RATIOS)) {
            s.error(id, 10358, "Fundamentals data is not allowed.");
            return;
        }
        int wanted = types.getOrDefault(s, LIVE);
        boolean denied = gateway.faults().any(Mode.DENIES_MARKET_DATA);
        boolean delayed = denied && wanted >= DELAYED;
        if (denied && !delayed) {
            s.error(id, 354, "Requested market data is not subscribed. Delayed market data is not available.");
            return;
        }
        if (delayed) {
            s.error(id, 10167, "Requested market data is not subscribed. Displaying delayed market data.");
        }
        String exchanges = hasExchanges(instrument) ? BBO_EXCHANGE : "";
        s.send(new TickReqParams(id, instrument.minTick(), exchanges, 3, LAST_PRECISION, LAST_PRECISION));
        s.send(new MarketDataType(id, type(instrument, wanted, delayed)));
        var ticks = new QuoteTicks(s, id, instrument, delayed);
        send(ticks, generic, delayed, gateway.now());
        if (once) {
            s.send(new TickSnapshotEnd(id));
            return;
        }
        if (generic.asks(GenericTicks.NEWS)) {
            news.latest(instrument).ifPresent(item -> s.send(item.tick(id)));
        }
        Duration late = delayed ? DELAY : Duration.ZERO;
        Agenda.Planned repeat = MarketFollower.start(gateway, market, instrument, late, due -> {
            if (!paused) {
                send(ticks, generic, delayed, due);
            }
        });
        streams.put(s, id, new Stream(instrument, repeat));
    }

    private static boolean hasExchanges(Instrument instrument) {
        return !instrument.isCash() && !instrument.isIndex() && !instrument.isFuture();
    }

    /** Live data wins where it may be had; frozen is what a closed market stands at. */
    private int type(Instrument instrument, int wanted, boolean delayed) {
        boolean open = gateway.settings().hours().isOpen(instrument, gateway.now(), true);
        boolean freezes = !open && (wanted == FROZEN || wanted == DELAYED_FROZEN);
        return delayed ? (freezes ? DELAYED_FROZEN : DELAYED) : freezes ? FROZEN : LIVE;
    }

    private void send(QuoteTicks ticks, GenericTicks generic, boolean delayed, Instant time) {
        Instant at = delayed ? time.minus(DELAY) : time;
        Instrument instrument = ticks.instrument();
        market.quote(instrument, at).ifPresent(quote -> {
            ticks.quote(quote);
            if (instrument.isOption()) {
                Instant priced = market.dataNow(instrument, at);
                instruments
                        .byConId(instrument.derivative().orElseThrow().underConId())
                        .flatMap(under -> market.quote(under, at))
                        .ifPresent(under -> ticks.option(quote, under.last(), priced));
            }
            generic.send(ticks, quote, at);
        });
    }

    void cancel(Session s, int reqId) {
        streams.remove(s, reqId)
                .ifPresentOrElse(
                        stream -> stream.repeat().cancel(),
                        () -> s.error(reqId, 300, "Can't find EId with tickerId:" + reqId));
    }

    /** Sets what later requests put up with: 1 live, 2 frozen, 3 delayed, 4 delayed and frozen. */
    void marketDataType(Session s, ReqMarketDataType m) {
        if (m.marketDataType() < LIVE || m.marketDataType() > DELAYED_FROZEN) {
            s.error(
                    -1,
                    321,
                    "Error validating request.-'bR' : cause - Market data type " + m.marketDataType()
                            + " is not 1 to 4");
        } else {
            types.put(s, m.marketDataType());
        }
    }

    /** The exchanges behind the letters of a quote, while one with that key runs. */
    void smartComponents(Session s, ReqSmartComponents m) {
        boolean known = m.bboExchange().equals(BBO_EXCHANGE)
                && streams.all().stream().anyMatch(stream -> hasExchanges(stream.instrument()));
        if (!known) {
            s.error(
                    m.reqId(),
                    321,
                    "Error validating request.-'cF' : cause - BBO exchange " + m.bboExchange()
                            + " belongs to no active quote");
            return;
        }
        var components = new ArrayList<SmartComponent>();
        for (String exchange : List.of("NYSE/N", "NASDAQ/Q", "ARCA/P", "BATS/Z", "IEX/V")) {
            String[] nameAndLetter = exchange.split("/");
            components.add(SmartComponent.builder()
                    .bitNumber(components.size())
                    .exchange(nameAndLetter[0])
                    .exchangeLetter(nameAndLetter[1])
                    .build());
        }
        s.send(new SmartComponents(m.reqId(), components));
    }

    void pause(boolean pause) {
        paused = pause;
    }

    void forget(Session s) {
        types.remove(s);
        streams.removeAll(s, stream -> stream.repeat().cancel());
    }

    void forgetAll() {
        streams.clear(stream -> stream.repeat().cancel());
    }
}
