package io.mainstay.simulator.market;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Daily bars of one symbol in plain CSV with a header: date, open, high, low, close and perhaps volume, in any order and
 * case, quoted or not, plain or gzipped. Lines that are none of that are left out, and counted in the log.
 */
final class CsvSeries implements RecordedSeries {
    private static final Logger LOG = LoggerFactory.getLogger(CsvSeries.class);
    private static final Pattern DATE = Pattern.compile("(\\d{4})[-/]?(\\d{2})[-/]?(\\d{2})(?:[ T].*)?");
    private static final Pattern FILE_SYMBOL = Pattern.compile("([A-Za-z]{1,6})(?:[^A-Za-z].*)?");
    private static final List<String> NEEDED = List.of("date", "open", "high", "low", "close");
    private static final List<String> SYMBOL_COLUMNS = List.of("symbol", "ticker", "stock");

    private final Path file;
    private final String symbol;
    private final Map<String, Integer> columns;
    private @Nullable List<Bar> bars;

    private CsvSeries(Path file, String symbol, Map<String, Integer> columns) {
        this.file = file;
        this.symbol = symbol;
        this.columns = columns;
    }

    /** The series in a file, absent if its header is not that of daily bars or no symbol is to be found. */
    static Optional<CsvSeries> open(Path file) throws IOException {
        try (var reader = TextFiles.reader(file)) {
            String header = reader.readLine();
            String first = reader.readLine();
            if (header == null || first == null) {
                return Optional.empty();
            }
            var columns = new HashMap<String, Integer>();
            String symbol = "";
            List<String> names = fields(header);
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                int dot = name.indexOf('.');
                if (dot > 0) {
                    symbol = name.substring(0, dot).toUpperCase(Locale.ROOT);
                    name = name.substring(dot + 1);
                }
                columns.putIfAbsent(name.toLowerCase(Locale.ROOT), i);
            }
            if (!columns.keySet().containsAll(NEEDED)) {
                return Optional.empty();
            }
            List<String> values = fields(first);
            for (String column : SYMBOL_COLUMNS) {
                Integer at = columns.get(column);
                if (at != null && at < values.size()) {
                    symbol = values.get(at).toUpperCase(Locale.ROOT);
                }
            }
            Matcher named = FILE_SYMBOL.matcher(file.getFileName().toString());
            if (symbol.isEmpty() && named.matches()) {
                symbol = named.group(1).toUpperCase(Locale.ROOT);
            }
            return symbol.isEmpty() ? Optional.empty() : Optional.of(new CsvSeries(file, symbol, columns));
        }
    }

    String symbol() {
        return symbol;
    }

    @Override
    public NavigableSet<LocalDate> minuteDays() {
        return new TreeSet<>();
    }

    @Override
    public List<Bar> minutes(LocalDate day, PriceKind kind) {
        return List.of();
    }

    @Override
    public List<Bar> seconds(LocalDate day, PriceKind kind) {
        return List.of();
    }

    @Override
    public List<Bar> hours(PriceKind kind) {
        return List.of();
    }

    @Override
    public List<Bar> days(PriceKind kind) {
        if (kind != PriceKind.TRADES) {
            return List.of();
        }
        if (bars == null) {
            bars = read();
        }
        return bars;
    }

    @Override
    public Optional<Instant> end() {
        List<Bar> all = days(PriceKind.TRADES);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(TradingCalendar.US_EQUITIES
                        .on(all.getLast().day())
                        .map(Session::close)
                        .orElseGet(() -> all.getLast()
                                .day()
                                .plusDays(1)
                                .atStartOfDay(Instrument.ZONE)
                                .toInstant()));
    }

    private List<Bar> read() {
        var byDay = new TreeMap<LocalDate, Bar>();
        int[] linesLeftOut = {-1}; // the header
        TextFiles.lines(file, line -> {
            Optional<Bar> bar = bar(fields(line));
            if (bar.isPresent()) {
                byDay.put(bar.get().day(), bar.get());
            } else {
                linesLeftOut[0]++;
            }
        });
        if (linesLeftOut[0] > 0) {
            LOG.warn("{}: {} lines are no daily bars and were left out", file, linesLeftOut[0]);
        }
        return List.copyOf(byDay.values());
    }

    private Optional<Bar> bar(List<String> f) {
        try {
            Matcher date = DATE.matcher(field(f, "date"));
            if (!date.matches()) {
                return Optional.empty();
            }
            LocalDate day = LocalDate.of(
                    Integer.parseInt(date.group(1)), Integer.parseInt(date.group(2)), Integer.parseInt(date.group(3)));
            BigDecimal volume = columns.containsKey("volume") ? number(f, "volume") : BigDecimal.ZERO;
            return Optional.of(new Bar(
                    day.atStartOfDay(Instrument.ZONE).toInstant(),
                    day,
                    number(f, "open"),
                    number(f, "high"),
                    number(f, "low"),
                    number(f, "close"),
                    volume.signum() == 0 ? volume : volume.stripTrailingZeros(),
                    null,
                    null));
        } catch (NumberFormatException | DateTimeException | IndexOutOfBoundsException e) {
            LOG.debug("{}: {} is no daily bar: {}", file, f, e.toString());
            return Optional.empty();
        }
    }

    private BigDecimal number(List<String> f, String column) {
        return new BigDecimal(field(f, column).replace(",", ""));
    }

    private String field(List<String> f, String column) {
        Integer at = columns.get(column);
        if (at == null) {
            throw new IndexOutOfBoundsException("no column " + column);
        }
        return f.get(at).trim();
    }

    /** The fields of a line; a quoted one may hold commas. */
    private static List<String> fields(String line) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
