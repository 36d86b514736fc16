package io.mainstay.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Prices that depend on the seed, the symbol and the instant alone: asked twice, or for a part and for the whole, they
 * agree. A day's closes hover around the instrument's base price; a day's course is a {@link DayPath}. There is no
 * trading outside regular hours: bars are of regular sessions whatever is asked for. Used by one thread.
 */
public final class SeededMarket implements MarketData {
    private static final LocalDate FIRST_DAY = LocalDate.of(2004, 1, 2);
    private static final LocalDate ANCHOR = LocalDate.of(2025, 1, 2);
    private static final double PULL = 0.003;
    private static final double OVERNIGHT_SHARE = 0.3;
    private static final int KEPT_PATHS = 600;
    private static final int MOST_JITTER_TICKS = 2;

    private final long seed;
    private final boolean movesWhenClosed;
    private final Duration sampledEvery;
    /** How far each day's close is from the base price, as a logarithm; grows by days asked for, at most a life's. */
    private final Map<Integer, TreeMap<LocalDate, Double>> deviations = new HashMap<>();
    /** The last quote of each instrument; bounded by the instruments there are. */
    private final Map<Integer, Sampled> quotes = new HashMap<>();
    /** The session of each calendar that was asked for last. */
    private final Map<TradingCalendar, Begun> begun = new EnumMap<>(TradingCalendar.class);
    /** The paths used last, at most {@link #KEPT_PATHS}. */
    private final LinkedHashMap<PathKey, DayPath> paths = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PathKey, DayPath> eldest) {
            return size() > KEPT_PATHS;
        }
    };

    /**
     * A market of one seed.
     *
     * @param movesWhenClosed whether quotes jitter by a tick or two around the last close outside regular hours
     */
    public SeededMarket(long seed, boolean movesWhenClosed) {
        this(seed, movesWhenClosed, US_STOCKS_SAMPLED_EVERY);
    }

    /**
     * A market of one seed whose quotes change as often as is said; bars don't depend on that.
     *
     * @param movesWhenClosed whether quotes jitter by a tick or two around the last close outside regular hours
     * @param sampledEvery at least a millisecond
     */
    public SeededMarket(long seed, boolean movesWhenClosed, Duration sampledEvery) {
        if (sampledEvery.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("quotes can't change every " + sampledEvery);
        }
        this.seed = seed;
        this.movesWhenClosed = movesWhenClosed;
        this.sampledEvery = sampledEvery;
    }

    @Override
    public Instant dataNow(Instrument instrument, Instant now) {
        return now;
    }

    @Override
    public Optional<Instant> oldest(Instrument instrument, PriceKind kind) {
        return instrument.isCash() && kind == PriceKind.TRADES
                ? Optional.empty()
                : Optional.of(instrument
                        .calendar()
                        .currentOrNext(FIRST_DAY.atStartOfDay(Instrument.ZONE).toInstant())
                        .open());
    }

    @Override
    public boolean hasBarsOutsideRegularHours() {
        return false;
    }

    @Override
    public List<Bar> bars(BarQuery query) {
        Optional<Instant> oldest = oldest(query.instrument(), query.kind());
        if (oldest.isEmpty()) {
            return List.of();
        }
        Instant from = query.from().isBefore(oldest.get()) ? oldest.get() : query.from();
        var bars = new ArrayList<Bar>();
        Session session = query.instrument().calendar().currentOrNext(from);
        while (session.open().isBefore(query.to())) {
            DayPath path = path(query.instrument(), session);
            if (query.size().isIntraday()) {
                addIntraday(bars, query, from, path);
            } else {
                int to = path.second(query.to());
                if (to > 0) {
                    bars.add(bar(query, path, 0, to, query.size().bucket(session.open(), session, true)));
                }
            }
            session = query.instrument().calendar().currentOrNext(session.close());
        }
        return BarMerge.merge(bars, query.size());
    }

    @Override
    public Optional<Quote> quote(Instrument instrument, Instant now) {
        long sample = sample(now);
        Sampled known = quotes.get(instrument.conId());
        if (known == null || known.sample() != sample) {
            known = new Sampled(sample, quote(instrument, sample));
            quotes.put(instrument.conId(), known);
        }
        return Optional.of(known.quote());
    }

    private long sample(Instant now) {
        return now.toEpochMilli() / sampledEvery.toMillis();
    }

    private Instant start(long sample) {
        return Instant.ofEpochMilli(sample * sampledEvery.toMillis());
    }

    @Override
    public Optional<Instant> nextQuote(Instrument instrument, Instant now) {
        Begun begun = begun(instrument, now);
        Instant next = start(sample(now) + 1);
        boolean stands = !movesWhenClosed && !begun.session().isRegular(now);
        return Optional.of(stands && next.isBefore(begun.next()) ? sampleFrom(begun.next()) : next);
    }

    @Override
    public Optional<Instant> nextQuoteOutside(Instrument instrument, Instant now, PriceRange range) {
        Begun begun = begun(instrument, now);
        DayPath path = path(instrument, begun.session());
        long lowest = range.low().map(low -> tick(instrument, low) + 1).orElse(Long.MIN_VALUE);
        long above = range.high().map(high -> tick(instrument, high)).orElse(Long.MAX_VALUE);
        OptionalInt leaves = path.firstSecondOutside(
                path.second(now), lowest, above, tick -> spreadTicks(instrument, tick) + MOST_JITTER_TICKS);
        if (leaves.isEmpty()) {
            return Optional.of(sampleFrom(begun.next()));
        }
        Instant then = sampleFrom(begun.session().open().plusSeconds(leaves.getAsInt()));
        return then.isAfter(now) ? Optional.of(then) : nextQuote(instrument, now);
    }

    /** The tick at or below a price, or one beside it: who asks leaves room. */
    private static long tick(Instrument instrument, BigDecimal price) {
        return (long) Math.floor(price.doubleValue() / instrument.minTick().doubleValue());
    }

    /** The first sample that is not before a time. */
    private Instant sampleFrom(Instant time) {
        Instant start = start(sample(time));
        return start.isBefore(time) ? start(sample(time) + 1) : start;
    }

    private Begun begun(Instrument instrument, Instant now) {
        TradingCalendar calendar = instrument.calendar();
        Begun known = begun.get(calendar);
        if (known == null || now.isBefore(known.session().open()) || !now.isBefore(known.next())) {
            // A session has begun in its opening moment, too.
            Session session = calendar.lastBegun(now.plusNanos(1), true);
            known = new Begun(session, calendar.currentOrNext(session.close()).open());
            begun.put(calendar, known);
        }
        return known;
    }

    private Quote quote(Instrument instrument, long sample) {
        Instant now = start(sample);
        Session session = begun(instrument, now).session();
        DayPath path = path(instrument, session);
        int second = path.second(now);
        int last = path.tickAt(second);
        if (movesWhenClosed && !session.isRegular(now)) {
            last += new SplittableRandom(mix(instrument, sample)).nextInt(-MOST_JITTER_TICKS, MOST_JITTER_TICKS + 1);
        }
        int spread = spreadTicks(instrument, last);
        int bid = last - spread / 2 - (spread % 2 == 1 && sample % 2 == 0 ? 1 : 0);
        var sizes = new SplittableRandom(mix(instrument, ~sample));
        long lot = instrument.isCash() ? 250_000 : 100;
        DayPath before = path(instrument, instrument.calendar().before(session.date()));
        return new Quote(
                instrument.ticks(bid),
                lot * sizes.nextInt(1, 12),
                instrument.ticks(bid + spread),
                lot * sizes.nextInt(1, 12),
                instrument.ticks(last),
                lot * sizes.nextInt(1, 4),
                path.volume(0, second),
                instrument.ticks(path.tickAt(0)),
                instrument.ticks(Math.max(last, path.high(0, second))),
                instrument.ticks(Math.min(last, path.low(0, second))),
                instrument.ticks(before.tickAt(before.lastSecond())),
                session.isRegular(now) || movesWhenClosed ? now : session.close());
    }

    @Override
    public List<DepthLevel> depth(Instrument instrument, Instant now, int rows) {
        Quote top = quote(instrument, now).orElseThrow();
        long sample = sample(now);
        long lot = instrument.isCash() ? 250_000 : 100;
        var levels = new ArrayList<DepthLevel>();
        levels.add(new DepthLevel(top.bid(), top.bidSize(), top.ask(), top.askSize()));
        for (int row = 1; row < rows; row++) {
            // A row changes every few samples, so that updates are of some rows and not of all.
            var sizes = new SplittableRandom(mix(instrument, (sample + row) / 4 * 101 + row));
            BigDecimal away = instrument.minTick().multiply(BigDecimal.valueOf(row));
            BigDecimal bid = top.bid().subtract(away);
            if (bid.signum() > 0) {
                levels.add(new DepthLevel(
                        bid, lot * sizes.nextInt(1, 20), top.ask().add(away), lot * sizes.nextInt(1, 20)));
            }
        }
        return List.copyOf(levels);
    }

    private void addIntraday(List<Bar> bars, BarQuery query, Instant from, DayPath path) {
        Session session = path.session();
        Instant end = query.to().isBefore(session.close()) ? query.to() : session.close();
        Instant at = from.isAfter(session.open()) ? from : session.open();
        while (at.isBefore(end)) {
            Instant start = query.size().bucket(at, session, true);
            Instant next = nextBucket(start, query.size(), session);
            if (!start.isBefore(from)) {
                int a = path.second(start);
                int b = path.second(next.isBefore(end) ? next : end);
                if (b > a) {
                    bars.add(bar(query, path, a, b, start));
                }
            }
            at = next;
        }
    }

    /** A bar that began with the session rather than on the clock's multiple ends on the next multiple. */
    private static Instant nextBucket(Instant start, BarSize size, Session session) {
        Instant next = start.plus(size.length());
        Instant aligned = size.bucket(next, session, true);
        return aligned.isAfter(start) ? aligned : next;
    }

    private Bar bar(BarQuery query, DayPath path, int from, int to, Instant start) {
        Instrument instrument = query.instrument();
        LocalDate day = path.session().date();
        boolean trades = query.kind() == PriceKind.TRADES;
        long volume = path.volume(from, to);
        return new Bar(
                start,
                day,
                price(query, path.tickAt(from)),
                price(query, path.high(from, to)),
                price(query, path.low(from, to)),
                price(query, path.tickAt(to)),
                trades ? BigDecimal.valueOf(volume) : null,
                trades
                        ? BigDecimal.valueOf(path.averageTick(from, to))
                                .multiply(instrument.minTick())
                                .setScale(3, RoundingMode.HALF_UP)
                        : null,
                trades ? (Integer) (int) Math.max(1, volume / 110) : null);
    }

    private static BigDecimal price(BarQuery query, int tick) {
        Instrument instrument = query.instrument();
        int spread = spreadTicks(instrument, tick);
        int bid = tick - spread / 2;
        return switch (query.kind()) {
            case TRADES -> instrument.ticks(tick);
            case BID -> instrument.ticks(bid);
            case ASK -> instrument.ticks(bid + spread);
            case MIDPOINT ->
                instrument.ticks(bid).add(instrument.ticks(bid + spread)).divide(BigDecimal.valueOf(2));
        };
    }

    /** One tick, or a basis point of the price where that is more. */
    private static int spreadTicks(Instrument instrument, int tick) {
        return instrument.isCash() ? 1 : Math.max(1, tick / 10_000);
    }

    private DayPath path(Instrument instrument, Session session) {
        var key = new PathKey(instrument.conId(), session.date());
        DayPath known = paths.get(key);
        if (known != null) {
            return known;
        }
        double before =
                close(instrument, instrument.calendar().before(session.date()).date());
        long daySeed = mix(instrument, session.date().toEpochDay());
        double gap = new SplittableRandom(~daySeed).nextGaussian() * dayDeviation(instrument) * OVERNIGHT_SHARE;
        DayPath path =
                DayPath.create(instrument, session, before * Math.exp(gap), close(instrument, session.date()), daySeed);
        paths.put(key, path);
        return path;
    }

    private double close(Instrument instrument, LocalDate date) {
        TreeMap<LocalDate, Double> known = deviations.computeIfAbsent(instrument.conId(), id -> {
            var start = new TreeMap<LocalDate, Double>();
            start.put(ANCHOR, 0.0);
            return start;
        });
        TradingCalendar calendar = instrument.calendar();
        while (known.lastKey().isBefore(date)) {
            LocalDate last = known.lastKey();
            LocalDate next = calendar.currentOrNext(
                            last.plusDays(1).atStartOfDay(Instrument.ZONE).toInstant())
                    .date();
            known.put(next, step(instrument, known.lastEntry().getValue(), next));
        }
        while (known.firstKey().isAfter(date)) {
            LocalDate previous = calendar.before(known.firstKey()).date();
            known.put(previous, step(instrument, known.firstEntry().getValue(), previous));
        }
        Double deviation = known.get(date);
        if (deviation == null) {
            throw new IllegalArgumentException(date + " is no trading day of " + instrument.symbol());
        }
        return instrument.basePrice().doubleValue() * Math.exp(deviation);
    }

    private double step(Instrument instrument, double deviation, LocalDate date) {
        double z = new SplittableRandom(mix(instrument, Long.MIN_VALUE + date.toEpochDay())).nextGaussian();
        return deviation * (1 - PULL) + z * dayDeviation(instrument);
    }

    private static double dayDeviation(Instrument instrument) {
        return instrument.annualVolatility() / Math.sqrt(252);
    }

    private long mix(Instrument instrument, long value) {
        long h = seed * 0x9E3779B97F4A7C15L + instrument.conId();
        h = (h ^ (h >>> 31)) * 0xBF58476D1CE4E5B9L + value;
        h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
        return h ^ (h >>> 33);
    }

    /** A quote and the sample that it is of. */
    private record Sampled(long sample, Quote quote) {}

    /** The last session that has begun, and when the next one begins. */
    private record Begun(Session session, Instant next) {}

    private record PathKey(int conId, LocalDate date) {}
}
