package io.mainstay.simulator.market;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One symbol in LEAN's layout: zipped lines of {@code milliseconds since midnight,open,high,low,close,volume} a day, and
 * of {@code yyyyMMdd HH:mm,...} for hours and days. Prices of stocks are whole ten-thousandths and times New York's;
 * currencies have their prices as they are, times in UTC, and quotes only.
 */
final class LeanSeries implements RecordedSeries {
    private static final Pattern DAY_FILE = Pattern.compile("(\\d{8})_(trade|quote)\\.zip");
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int STOCK_SCALE = 4;
    private static final int KEPT_DAYS = 40;

    private final Path folder;
    private final String name;
    private final boolean cash;
    private final TreeSet<LocalDate> minuteDays = new TreeSet<>();
    /** Parsed days, at most {@link #KEPT_DAYS}. */
    private final LinkedHashMap<String, List<Bar>> parsed = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Bar>> eldest) {
            return size() > KEPT_DAYS;
        }
    };

    private final Map<PriceKind, List<Bar>> hours = new EnumMap<>(PriceKind.class);
    private final Map<PriceKind, List<Bar>> days = new EnumMap<>(PriceKind.class);

    private LeanSeries(Path folder, String name, boolean cash) {
        this.folder = folder;
        this.name = name;
        this.cash = cash;
    }

    /** Looks at what there is for a symbol in a market's folder, such as {@code equity/usa}. */
    static LeanSeries open(Path marketFolder, String name, boolean cash) throws IOException {
        var series = new LeanSeries(marketFolder, name, cash);
        Path minutes = marketFolder.resolve("minute").resolve(name);
        if (Files.isDirectory(minutes)) {
            try (Stream<Path> files = Files.list(minutes)) {
                for (Path file : files.toList()) {
                    Matcher form = DAY_FILE.matcher(file.getFileName().toString());
                    if (form.matches()) {
                        series.minuteDays.add(LocalDate.parse(form.group(1), DAY));
                    }
                }
            }
        }
        return series;
    }

    @Override
    public NavigableSet<LocalDate> minuteDays() {
        return minuteDays;
    }

    @Override
    public List<Bar> minutes(LocalDate day, PriceKind kind) {
        return within("minute", day, kind);
    }

    @Override
    public List<Bar> seconds(LocalDate day, PriceKind kind) {
        return within("second", day, kind);
    }

    @Override
    public List<Bar> hours(PriceKind kind) {
        return hours.computeIfAbsent(kind, k -> dated("hour", k));
    }

    @Override
    public List<Bar> days(PriceKind kind) {
        return days.computeIfAbsent(kind, k -> dated("daily", k));
    }

    @Override
    public Optional<Instant> end() {
        if (!minuteDays.isEmpty()) {
            LocalDate last = minuteDays.last();
            if (cash) {
                List<Bar> bars = minutes(last, PriceKind.BID);
                return bars.isEmpty()
                        ? Optional.empty()
                        : Optional.of(bars.getLast().start().plusSeconds(60));
            }
            return TradingCalendar.US_EQUITIES.on(last).map(Session::close);
        }
        List<Bar> all = days(cash ? PriceKind.BID : PriceKind.TRADES);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(endOf(all.getLast().day()));
    }

    private Instant endOf(LocalDate day) {
        TradingCalendar calendar = cash ? TradingCalendar.FOREX : TradingCalendar.US_EQUITIES;
        return calendar.on(day)
                .map(Session::close)
                .orElseGet(() -> day.plusDays(1).atStartOfDay(Instrument.ZONE).toInstant());
    }

    private List<Bar> within(String resolution, LocalDate day, PriceKind kind) {
        String type = kind == PriceKind.TRADES ? "trade" : "quote";
        Path file = folder.resolve(resolution).resolve(name).resolve(DAY.format(day) + "_" + type + ".zip");
        String key = file + " " + kind;
        List<Bar> known = parsed.get(key);
        if (known != null) {
            return known;
        }
        var bars = new ArrayList<Bar>();
        if (Files.isRegularFile(file)) {
            ZoneId zone = cash ? ZoneOffset.UTC : Instrument.ZONE;
            TextFiles.lines(file, line -> {
                String[] f = line.split(",", -1);
                Instant start = day.atTime(LocalTime.ofNanoOfDay(Long.parseLong(f[0]) * 1_000_000))
                        .atZone(zone)
                        .toInstant();
                Bar bar = bar(f, start, start.atZone(Instrument.ZONE).toLocalDate(), kind);
                if (bar != null) {
                    bars.add(bar);
                }
            });
        }
        List<Bar> result = List.copyOf(bars);
        parsed.put(key, result);
        return result;
    }

    /** Bars from a file of all hours or days. */
    private List<Bar> dated(String resolution, PriceKind kind) {
        Path file = folder.resolve(resolution).resolve(name + ".zip");
        boolean quotesWanted = kind != PriceKind.TRADES;
        if (!Files.isRegularFile(file) || quotesWanted != cash) {
            return List.of();
        }
        var bars = new ArrayList<Bar>();
        TextFiles.lines(file, line -> {
            String[] f = line.split(",", -1);
            LocalDate day = LocalDate.parse(f[0].substring(0, 8), DAY);
            LocalTime time = LocalTime.parse(f[0].substring(9));
            Instant start = day.atTime(time).atZone(Instrument.ZONE).toInstant();
            if (!cash && resolution.equals("hour")) {
                // The first hour of a session begins with the session, half an hour after its name.
                Optional<Session> session = TradingCalendar.US_EQUITIES.on(day);
                if (session.isPresent() && start.isBefore(session.get().open())) {
                    start = session.get().open();
                }
            }
            Bar bar = bar(f, start, day, kind);
            if (bar != null) {
                bars.add(bar);
            }
        });
        return List.copyOf(bars);
    }

    private @Nullable Bar bar(String[] f, Instant start, LocalDate day, PriceKind kind) {
        return switch (kind) {
            case TRADES -> {
                need(f, 6);
                yield new Bar(
                        start,
                        day,
                        price(f[1]),
                        price(f[2]),
                        price(f[3]),
                        price(f[4]),
                        new BigDecimal(f[5]),
                        null,
                        null);
            }
            case BID -> quote(f, 1, start, day);
            case ASK -> quote(f, 6, start, day);
            case MIDPOINT -> {
                Bar bid = quote(f, 1, start, day);
                Bar ask = quote(f, 6, start, day);
                yield bid == null || ask == null
                        ? null
                        : new Bar(
                                start,
                                day,
                                middle(bid.open(), ask.open()),
                                middle(bid.high(), ask.high()),
                                middle(bid.low(), ask.low()),
                                middle(bid.close(), ask.close()),
                                null,
                                null,
                                null);
            }
        };
    }

    /** One side of a quote line; absent where nobody quoted that side. */
    private @Nullable Bar quote(String[] f, int from, Instant start, LocalDate day) {
        need(f, 11);
        if (f[from].isEmpty() || f[from + 3].isEmpty()) {
            return null;
        }
        return new Bar(
                start,
                day,
                price(f[from]),
                price(f[from + 1]),
                price(f[from + 2]),
                price(f[from + 3]),
                null,
                null,
                null);
    }

    private static void need(String[] fields, int count) {
        if (fields.length < count) {
            throw new IllegalArgumentException(fields.length + " fields where " + count + " are needed");
        }
    }

    private BigDecimal price(String text) {
        if (cash) {
            return new BigDecimal(text);
        }
        BigDecimal price = BigDecimal.valueOf(Long.parseLong(text), STOCK_SCALE).stripTrailingZeros();
        return price.scale() < 2 ? price.setScale(2) : price;
    }

    private static BigDecimal middle(BigDecimal bid, BigDecimal ask) {
        return bid.add(ask).divide(BigDecimal.valueOf(2));
    }

    @Override
    public String toString() {
        return "LEAN " + name.toUpperCase(Locale.ROOT);
    }
}
