package io.mainstay.simulator.market;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prices as they were recorded, number for number.
 *
 * <p>Each instrument's present is the end of its own recording: the regular close of the last day that is recorded by
 * the minute, or else of the last day. A history request that names no end gets what came before that; quotes are those
 * of that moment and stand still. Bars below a minute come of recorded seconds, from a minute on of minutes; an hour
 * and more, where no minutes are, of recorded hours; days and more of recorded days, and of minutes where those lack.
 * Bars of a day and more are of regular hours. Nothing is made up: an average price and a count of trades, which the
 * files don't have, are absent. An instrument that is not recorded has no prices at all.
 *
 * <p>A stock that is recorded in LEAN's layout is taken from there, else from the first CSV file in order of path.
 */
public final class RecordedMarket implements MarketData {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedMarket.class);
    private static final int DEEPEST = 4;
    private static final long QUOTED_SIZE = 100;

    /** By LEAN's name, such as AAPL and EURUSD. */
    private final Map<String, RecordedSeries> stocks = new TreeMap<>();

    private final Map<String, RecordedSeries> pairs = new TreeMap<>();
    private final Map<String, Optional<Quote>> quotes = new HashMap<>();

    private RecordedMarket() {}

    /**
     * Looks at what a folder holds: {@code equity/usa} and {@code forex/oanda} in it or in its {@code lean}, and CSV
     * files anywhere in it.
     *
     * @throws IOException if it can't be read, or holds none of that; the message says so
     */
    public static RecordedMarket open(Path folder) throws IOException {
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            throw new IOException("recorded data: " + folder + " is not a folder that can be read");
        }
        var market = new RecordedMarket();
        for (Path lean : List.of(folder, folder.resolve("lean"))) {
            market.addLean(lean.resolve("equity").resolve("usa"), market.stocks, false);
            market.addLean(lean.resolve("forex").resolve("oanda"), market.pairs, true);
        }
        try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
            for (Path file : files.filter(RecordedMarket::isCsv).sorted().toList()) {
                Optional<CsvSeries> series = CsvSeries.open(file);
                if (series.isEmpty()) {
                    LOG.info("{} is left out: it has no columns date, open, high, low and close", file);
                } else {
                    market.stocks.putIfAbsent(series.get().symbol(), series.get());
                }
            }
        }
        if (market.stocks.isEmpty() && market.pairs.isEmpty()) {
            throw new IOException("recorded data: " + folder + " holds neither LEAN's layout (equity/usa/minute/...)"
                    + " nor CSV files with columns date, open, high, low and close");
        }
        return market;
    }

    private static boolean isCsv(Path file) {
        String name = file.getFileName().toString();
        boolean factors =
                file.toString().contains("factor_files") || file.toString().contains("map_files");
        return (name.endsWith(".csv") || name.endsWith(".csv.gz")) && !factors && Files.isRegularFile(file);
    }

    private void addLean(Path marketFolder, Map<String, RecordedSeries> into, boolean cash) throws IOException {
        var names = new TreeSet<String>();
        for (String resolution : List.of("minute", "hour", "daily", "second")) {
            Path folder = marketFolder.resolve(resolution);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> entries = Files.list(folder)) {
                    entries.map(e -> e.getFileName().toString().replaceFirst("\\.zip$", ""))
                            .forEach(names::add);
                }
            }
        }
        for (String name : names) {
            into.putIfAbsent(name.toUpperCase(Locale.ROOT), LeanSeries.open(marketFolder, name, cash));
        }
    }

    /** The stocks that something is recorded of. */
    public Set<String> stockSymbols() {
        return stocks.keySet().stream().collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Instant dataNow(Instrument instrument, Instant now) {
        return series(instrument).flatMap(RecordedSeries::end).orElse(now);
    }

    @Override
    public Optional<Instant> oldest(Instrument instrument, PriceKind kind) {
        return series(instrument).flatMap(series -> {
            var starts = new TreeSet<Instant>();
            first(series.days(kind)).ifPresent(starts::add);
            first(series.hours(kind)).ifPresent(starts::add);
            for (LocalDate day : series.minuteDays()) {
                Optional<Instant> first = first(series.minutes(day, kind));
                if (first.isPresent()) {
                    starts.add(first.get());
                    break;
                }
            }
            return starts.isEmpty() ? Optional.empty() : Optional.of(starts.first());
        });
    }

    private static Optional<Instant> first(List<Bar> bars) {
        return bars.isEmpty() ? Optional.empty() : Optional.of(bars.getFirst().start());
    }

    @Override
    public List<Bar> bars(BarQuery query) {
        Optional<RecordedSeries> series = series(query.instrument());
        if (series.isEmpty()) {
            return List.of();
        }
        return query.size().isIntraday()
                ? intraday(query, series.get())
                : BarMerge.merge(daily(query, series.get()), query.size());
    }

    private static List<Bar> intraday(BarQuery query, RecordedSeries series) {
        var bars = new ArrayList<Bar>();
        TradingCalendar calendar = query.instrument().calendar();
        boolean belowMinute = query.size().compareTo(BarSize.M1) < 0;
        boolean hoursDo = query.size().compareTo(BarSize.H1) >= 0;
        LocalDate last = query.to().atZone(Instrument.ZONE).toLocalDate().plusDays(1);
        for (LocalDate day = query.from().atZone(Instrument.ZONE).toLocalDate();
                !day.isAfter(last);
                day = day.plusDays(1)) {
            Optional<Session> session = calendar.on(day);
            if (session.isEmpty()) {
                continue;
            }
            List<Bar> parts = fine(series, day, query, belowMinute);
            if (parts.isEmpty() && hoursDo) {
                parts = ofDay(series.hours(query.kind()), day);
            }
            group(query, session.get(), parts, bars);
        }
        return List.copyOf(bars);
    }

    /** The minutes or seconds of a trading day, which for currencies begins in the evening before. */
    private static List<Bar> fine(RecordedSeries series, LocalDate day, BarQuery query, boolean seconds) {
        if (!query.instrument().isCash()) {
            return seconds ? series.seconds(day, query.kind()) : series.minutes(day, query.kind());
        }
        var parts = new ArrayList<Bar>();
        for (LocalDate utc = day.minusDays(1); !utc.isAfter(day); utc = utc.plusDays(1)) {
            parts.addAll(seconds ? series.seconds(utc, query.kind()) : series.minutes(utc, query.kind()));
        }
        return parts;
    }

    private static void group(BarQuery query, Session session, List<Bar> parts, List<Bar> into) {
        Instant start = session.start(query.regularHoursOnly());
        Instant end = session.end(query.regularHoursOnly());
        var group = new ArrayList<Bar>();
        Instant bucket = Instant.MIN;
        for (Bar part : parts) {
            boolean wanted = !part.start().isBefore(start)
                    && part.start().isBefore(end)
                    && part.start().isBefore(query.to());
            if (!wanted) {
                continue;
            }
            Instant own = query.size().bucket(part.start(), session, query.regularHoursOnly());
            if (!own.equals(bucket)) {
                flush(query, session, group, bucket, into);
                bucket = own;
            }
            group.add(part);
        }
        flush(query, session, group, bucket, into);
    }

    private static void flush(BarQuery query, Session session, List<Bar> group, Instant bucket, List<Bar> into) {
        if (!group.isEmpty() && !bucket.isBefore(query.from())) {
            Bar joined = BarMerge.join(group, bucket);
            into.add(new Bar(
                    bucket,
                    session.date(),
                    joined.open(),
                    joined.high(),
                    joined.low(),
                    joined.close(),
                    joined.volume(),
                    joined.wap(),
                    joined.count()));
        }
        group.clear();
    }

    private static List<Bar> daily(BarQuery query, RecordedSeries series) {
        var byDay = new TreeMap<LocalDate, Bar>();
        TradingCalendar calendar = query.instrument().calendar();
        for (Bar bar : series.days(query.kind())) {
            Optional<Session> session = calendar.on(bar.day());
            Instant start = session.map(Session::open).orElse(bar.start());
            if (!start.isBefore(query.from()) && start.isBefore(query.to())) {
                byDay.put(bar.day(), bar);
            }
        }
        for (LocalDate day : series.minuteDays()) {
            Optional<Session> session = calendar.on(day);
            if (byDay.containsKey(day) || session.isEmpty()) {
                continue;
            }
            Session s = session.get();
            List<Bar> parts = series.minutes(day, query.kind()).stream()
                    .filter(bar -> s.isRegular(bar.start()) && bar.start().isBefore(query.to()))
                    .toList();
            if (!parts.isEmpty() && !s.open().isBefore(query.from())) {
                byDay.put(
                        day,
                        BarMerge.join(parts, day.atStartOfDay(Instrument.ZONE).toInstant()));
            }
        }
        return List.copyOf(byDay.values());
    }

    private static List<Bar> ofDay(List<Bar> bars, LocalDate day) {
        return bars.stream().filter(bar -> bar.day().equals(day)).toList();
    }

    @Override
    public Optional<Quote> quote(Instrument instrument, Instant now) {
        return quotes.computeIfAbsent(
                instrument.secType() + " " + instrument.localSymbol() + " " + instrument.currency(),
                key -> lastQuote(instrument));
    }

    @Override
    public Optional<Instant> nextQuote(Instrument instrument, Instant now) {
        return Optional.empty();
    }

    private Optional<Quote> lastQuote(Instrument instrument) {
        Optional<RecordedSeries> series = series(instrument);
        Optional<Instant> end = series.flatMap(RecordedSeries::end);
        if (series.isEmpty() || end.isEmpty()) {
            return Optional.empty();
        }
        PriceKind kind = instrument.isCash() ? PriceKind.MIDPOINT : PriceKind.TRADES;
        Session session = instrument.calendar().lastBegun(end.get(), true);
        List<Bar> today = bars(new BarQuery(instrument, session.open(), end.get(), BarSize.M1, kind, true));
        if (today.isEmpty()) {
            today = bars(new BarQuery(instrument, session.open(), end.get(), BarSize.D1, kind, true));
        }
        if (today.isEmpty()) {
            return Optional.empty();
        }
        Bar day = BarMerge.join(today, session.open());
        Bar last = today.getLast();
        Optional<BigDecimal> bid = lastClose(instrument, session, end.get(), PriceKind.BID);
        Optional<BigDecimal> ask = lastClose(instrument, session, end.get(), PriceKind.ASK);
        BigDecimal volume = day.volume();
        return Optional.of(new Quote(
                bid.orElse(last.close().subtract(instrument.minTick())),
                QUOTED_SIZE,
                ask.orElse(last.close().add(instrument.minTick())),
                QUOTED_SIZE,
                last.close(),
                QUOTED_SIZE,
                volume == null ? 0 : volume.longValue(),
                day.open(),
                day.high(),
                day.low(),
                previousClose(instrument, session, kind).orElse(day.open()),
                end.get()));
    }

    private Optional<BigDecimal> lastClose(Instrument instrument, Session session, Instant end, PriceKind kind) {
        List<Bar> bars = bars(new BarQuery(instrument, session.open(), end, BarSize.M1, kind, true));
        return bars.isEmpty() ? Optional.empty() : Optional.of(bars.getLast().close());
    }

    private Optional<BigDecimal> previousClose(Instrument instrument, Session session, PriceKind kind) {
        Instant from = new HistoryWindow(1, 'M').from(session.open(), instrument.calendar(), true);
        List<Bar> before = bars(new BarQuery(instrument, from, session.open(), BarSize.D1, kind, true));
        return before.isEmpty()
                ? Optional.empty()
                : Optional.of(before.getLast().close());
    }

    private Optional<RecordedSeries> series(Instrument instrument) {
        if (instrument.isCash()) {
            return Optional.ofNullable(pairs.get(instrument.symbol() + instrument.currency()));
        }
        return instrument.currency().equals("USD")
                ? Optional.ofNullable(stocks.get(instrument.symbol()))
                : Optional.empty();
    }
}
