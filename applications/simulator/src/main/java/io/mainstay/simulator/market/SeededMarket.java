package io.mainstay.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final long seed;
    private final boolean movesWhenClosed;
    /** How far each day's close is from the base price, as a logarithm; grows by days asked for, at most a life's. */
    private final Map<Integer, TreeMap<LocalDate, Double>> deviations = new HashMap<>();
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
        this.seed = seed;
        this.movesWhenClosed = movesWhenClosed;
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
        Session session = instrument.calendar().lastBegun(now, true);
        DayPath path = path(instrument, session);
        // US stocks are sampled four times a second.
        long quarter = now.toEpochMilli() / 250;
        int second = path.second(now);
        int last = path.tickAt(second);
        if (movesWhenClosed && !session.isRegular(now)) {
            last += new SplittableRandom(mix(instrument, quarter)).nextInt(-2, 3);
        }
        int spread = spreadTicks(instrument, last);
        int bid = last - spread / 2 - (spread % 2 == 1 && quarter % 2 == 0 ? 1 : 0);
        var sizes = new SplittableRandom(mix(instrument, ~quarter));
        long lot = instrument.isCash() ? 250_000 : 100;
        DayPath before = path(instrument, instrument.calendar().before(session.date()));
        return Optional.of(new Quote(
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
                session.isRegular(now) || movesWhenClosed ? now : session.close()));
    }

    @Override
    public List<DepthLevel> depth(Instrument instrument, Instant now, int rows) {
        Quote top = quote(instrument, now).orElseThrow();
        long quarter = now.toEpochMilli() / 250;
        long lot = instrument.isCash() ? 250_000 : 100;
        var levels = new ArrayList<DepthLevel>();
        levels.add(new DepthLevel(top.bid(), top.bidSize(), top.ask(), top.askSize()));
        for (int row = 1; row < rows; row++) {
            // A row changes every few samples, so that updates are of some rows and not of all.
            var sizes = new SplittableRandom(mix(instrument, (quarter + row) / 4 * 101 + row));
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

    private record PathKey(int conId, LocalDate date) {}
}
