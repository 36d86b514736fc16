package io.mainstay.simulator.session;

import io.mainstay.protocol.message.HeadTimestamp;
import io.mainstay.protocol.message.HistoricalBar;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.HistoricalDataUpdate;
import io.mainstay.protocol.message.HistoricalSchedule;
import io.mainstay.protocol.message.HistoricalSession;
import io.mainstay.protocol.message.ReqHeadTimestamp;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.value.TwsTime;
import io.mainstay.simulator.market.Bar;
import io.mainstay.simulator.market.BarQuery;
import io.mainstay.simulator.market.BarSize;
import io.mainstay.simulator.market.HistoryWindow;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.PriceKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Historical bars, schedules, and where history begins. */
final class HistoryAnswers {
    private static final int MOST_OPEN = 50;
    private static final int MOST_BARS = 200_000;
    private static final Duration UPDATE_EVERY = Duration.ofSeconds(5);
    private static final BigDecimal ABSENT = BigDecimal.valueOf(-1);

    private final Gateway gateway;
    private final Contracts contracts;
    private final MarketData market;
    private final HistoryBars history;
    /** Requests that keep up to date, at most {@link #MOST_OPEN} a session. */
    private final StreamTable<Agenda.Planned> live = new StreamTable<>();
    /** Requests for the start of history, which hold a slot until they are cancelled. */
    private final StreamTable<Boolean> heads = new StreamTable<>();

    private boolean paused;

    /** A request whose parts have been understood. */
    private record Wanted(Session session, ReqHistoricalData request, Instrument instrument, BarSize size) {
        String what() {
            return request.whatToShow();
        }

        BarQuery query(Instant from, Instant to, boolean regularHoursOnly) {
            return new BarQuery(instrument, from, to, size, PriceKind.TRADES, regularHoursOnly);
        }
    }

    HistoryAnswers(Gateway gateway, Contracts contracts, MarketData market) {
        this.gateway = gateway;
        this.contracts = contracts;
        this.market = market;
        this.history = new HistoryBars(market);
    }

    void bars(Session s, ReqHistoricalData m) {
        int id = m.reqId();
        Optional<Instrument> found = contracts.singleOrContinuous(s, id, m.contract());
        if (found.isEmpty()) {
            return;
        }
        if (live.find(s, id).isPresent()) {
            s.error(id, 386, "Duplicate ticker ID for API historical data query");
            return;
        }
        Optional<BarSize> size = BarSize.parse(m.barSizeSetting());
        if (size.isEmpty()) {
            invalid(s, id, "Historical data bar size setting is invalid. Legal ones are: " + BarSize.known());
            return;
        }
        HistoryWindow window;
        try {
            window = HistoryWindow.parse(m.durationStr());
        } catch (IllegalArgumentException e) {
            invalid(s, id, String.valueOf(e.getMessage()));
            return;
        }
        Instrument instrument = found.get();
        Instant end = market.dataNow(instrument, gateway.now());
        if (!m.endDateTime().isEmpty() && m.contract().secType().equals(Contracts.CONTINUOUS)) {
            s.error(id, 10339, "Setting end date/time for continuous future security type is not allowed.");
            return;
        }
        if (!m.endDateTime().isEmpty()) {
            Optional<TwsTime> given = WireTime.parse(m.endDateTime());
            if (given.isEmpty()) {
                s.error(
                        id,
                        10314,
                        "End Date/Time: The date, time, or time-zone entered is invalid. The correct format is yyyymmdd hh:mm:ss xx/xxxx where yyyymmdd and xx/xxxx are optional. E.g.: 20031126 15:59:00 US/Eastern");
                return;
            }
            if (given.get().zoneAssumed()) {
                s.error(
                        id,
                        2174,
                        "Warning: You submitted request with date-time attributes without explicit time zone.");
            }
            end = given.get().instant();
        }
        if (m.keepUpToDate() && !m.endDateTime().isEmpty()) {
            invalid(s, id, "Live update of historical data needs an empty end date");
            return;
        }
        boolean regular = m.useRTH() != 0;
        if (m.whatToShow().equals("SCHEDULE")) {
            if (size.get() == BarSize.D1) {
                schedule(s, m, instrument, window.from(end, instrument.calendar(), regular), end);
            } else {
                s.error(id, 10295, "Bar size for SCHEDULE must be 1 day");
            }
        } else if (m.whatToShow().equals("AGGTRADES")) {
            s.error(id, 10299, "Expected what to show is TRADES, please use that instead of AGGTRADES.");
        } else if (!HistoryBars.knows(m.whatToShow())) {
            invalid(s, id, "What to show " + m.whatToShow() + " is unknown");
        } else if (m.keepUpToDate() && PriceKind.parse(m.whatToShow()).isEmpty()) {
            invalid(s, id, "Live update is for TRADES, MIDPOINT, BID and ASK");
        } else if (m.whatToShow().equals("ADJUSTED_LAST") && !m.endDateTime().isEmpty()) {
            invalid(s, id, "ADJUSTED_LAST needs an empty end date");
        } else {
            boolean regularOnly = regular || !market.hasBarsOutsideRegularHours();
            answer(new Wanted(s, m, instrument, size.get()), window.from(end, instrument.calendar(), regularOnly), end);
        }
    }

    private void answer(Wanted w, Instant from, Instant end) {
        Session s = w.session();
        int id = w.request().reqId();
        boolean regular = w.request().useRTH() != 0;
        if (w.size().isIntraday()
                && Duration.between(from, end).dividedBy(w.size().length()) > 8L * MOST_BARS) {
            invalid(
                    s,
                    id,
                    "Duration " + w.request().durationStr() + " is too long for bars of "
                            + w.size().ibName());
            return;
        }
        List<Bar> bars = history.of(w.what(), w.query(from, end, regular));
        if (bars.size() > MOST_BARS) {
            invalid(s, id, bars.size() + " bars are asked for, at most " + MOST_BARS + " are answered");
            return;
        }
        if (bars.isEmpty()) {
            s.error(
                    id,
                    162,
                    "Historical Market Data Service error message:HMDS query returned no data: "
                            + w.instrument().localSymbol() + "@"
                            + w.instrument().defaultExchange() + " "
                            + name(w.what()));
            return;
        }
        String start = WireTime.full(from, s.version());
        String stop = WireTime.full(end, s.version());
        var rows = new ArrayList<HistoricalBar>(bars.size());
        bars.forEach(bar -> rows.add(row(w, bar)));
        s.send(new HistoricalData(id, start, stop, rows));
        s.send(new HistoricalDataEnd(id, start, stop));
        if (w.request().keepUpToDate()) {
            keepUpToDate(w);
        }
    }

    private void keepUpToDate(Wanted w) {
        Session s = w.session();
        int id = w.request().reqId();
        if (isFull(s)) {
            s.error(id, 322, "Error processing request.-'bf' : cause - " + MOST_OPEN + " historical queries are open");
            return;
        }
        Instant first = gateway.now().plus(UPDATE_EVERY);
        live.put(s, id, gateway.agenda().every(first, UPDATE_EVERY, due -> update(w, due)));
    }

    private void update(Wanted w, Instant time) {
        if (paused) {
            return;
        }
        Instant end = market.dataNow(w.instrument(), time);
        Instant from = new HistoryWindow(1, 'D').from(end, w.instrument().calendar(), true);
        List<Bar> bars = history.of(w.what(), w.query(from, end, true));
        if (bars.isEmpty()) {
            return;
        }
        HistoricalBar bar = row(w, bars.getLast());
        w.session()
                .send(new HistoricalDataUpdate(
                        w.request().reqId(),
                        bar.barCount(),
                        bar.date(),
                        bar.open(),
                        bar.close(),
                        bar.high(),
                        bar.low(),
                        bar.wap(),
                        bar.volume()));
    }

    private HistoricalBar row(Wanted w, Bar bar) {
        BigDecimal volume = bar.volume();
        BigDecimal shown = volume == null
                ? ABSENT
                : Lots.nearest(volume, w.instrument(), w.session().version(), Lots.HISTORY_IN_SHARES);
        return new HistoricalBar(
                WireTime.bar(
                        bar, w.size(), w.request().formatDate(), w.session().version()),
                bar.open(),
                bar.high(),
                bar.low(),
                bar.close(),
                shown,
                Objects.requireNonNullElse(bar.wap(), ABSENT),
                "false",
                Objects.requireNonNullElse(bar.count(), -1));
    }

    private void schedule(Session s, ReqHistoricalData m, Instrument instrument, Instant from, Instant end) {
        boolean regular = m.useRTH() != 0;
        var sessions = new ArrayList<HistoricalSession>();
        var session = instrument.calendar().currentOrNext(from);
        while (session.start(regular).isBefore(end) && sessions.size() < MOST_BARS) {
            sessions.add(new HistoricalSession(
                    WireTime.dashed(session.start(regular)),
                    WireTime.dashed(session.end(regular)),
                    session.date().toString().replace("-", "")));
            session = instrument.calendar().currentOrNext(session.close());
        }
        if (sessions.isEmpty()) {
            s.error(
                    m.reqId(),
                    162,
                    "Historical Market Data Service error message:HMDS query returned no data: "
                            + instrument.localSymbol() + "@" + instrument.defaultExchange() + " Schedule");
            return;
        }
        s.send(new HistoricalSchedule(
                m.reqId(),
                sessions.getFirst().startDateTime(),
                sessions.getLast().endDateTime(),
                Instrument.ZONE_ID,
                sessions));
    }

    void cancel(Session s, int reqId) {
        live.remove(s, reqId)
                .ifPresentOrElse(
                        repeat -> {
                            repeat.cancel();
                            s.error(
                                    reqId,
                                    162,
                                    "Historical Market Data Service error message:API historical data query cancelled: "
                                            + reqId);
                        },
                        () -> s.error(reqId, 366, "No historical data query found for ticker id:" + reqId));
    }

    private boolean isFull(Session s) {
        return live.count(s) + heads.count(s) >= MOST_OPEN;
    }

    void head(Session s, ReqHeadTimestamp m) {
        Optional<Instrument> found = contracts.singleOrContinuous(s, m.reqId(), m.contract());
        if (found.isEmpty()) {
            return;
        }
        if (isFull(s)) {
            s.error(
                    m.reqId(),
                    322,
                    "Error processing request.-'bf' : cause - " + MOST_OPEN + " historical queries are open");
            return;
        }
        Optional<Instant> oldest = PriceKind.parse(m.whatToShow()).flatMap(kind -> market.oldest(found.get(), kind));
        if (oldest.isEmpty()) {
            s.error(m.reqId(), 162, "Historical Market Data Service error message:No head time stamp");
            return;
        }
        heads.put(s, m.reqId(), true);
        s.send(new HeadTimestamp(
                m.reqId(),
                m.formatDate() == 2
                        ? Long.toString(oldest.get().getEpochSecond())
                        : WireTime.dashedUtc(oldest.get(), s.version())));
    }

    void cancelHead(Session s, int reqId) {
        heads.remove(s, reqId);
    }

    void pause(boolean pause) {
        paused = pause;
    }

    void forget(Session s) {
        live.removeAll(s, Agenda.Planned::cancel);
        heads.removeAll(s, slot -> {});
    }

    void forgetAll() {
        live.clear(Agenda.Planned::cancel);
        heads.clear(slot -> {});
    }

    /** TRADES becomes Trades, as the refusal writes it. */
    private static String name(String whatToShow) {
        return whatToShow.charAt(0) + whatToShow.substring(1).toLowerCase(Locale.ROOT);
    }

    private static void invalid(Session s, int id, String cause) {
        s.error(id, 321, "Error validating request.-'bO' : cause - " + cause);
    }
}
