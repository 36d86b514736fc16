package io.mainstay.simulator.market;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Every instrument that this gateway knows: a built-in list, what recorded days add to it, and derivatives. Immutable. */
public final class Instruments {
    private static final String RESOURCE = "instruments.csv";
    private static final int FIRST_ADDED_CON_ID = 900_000_000;

    private final Map<Integer, Instrument> byConId;
    private final Derivatives derivatives;

    private Instruments(Map<Integer, Instrument> byConId) {
        this.byConId = byConId;
        this.derivatives = new Derivatives(this);
    }

    /** About fifty US stocks and funds, a stock with two listings, two indices, and six currency pairs. */
    public static Instruments builtIn() {
        var byConId = new LinkedHashMap<Integer, Instrument>();
        try (var in = Objects.requireNonNull(Instruments.class.getResourceAsStream(RESOURCE), RESOURCE);
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().skip(1).map(Instruments::parse).forEach(i -> byConId.put(i.conId(), i));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Instruments(byConId);
    }

    /** These and, for each US stock symbol not among them, a plain stock with a conId that depends on the name alone. */
    public Instruments withStocks(Collection<String> symbols) {
        var all = new LinkedHashMap<>(byConId);
        for (String symbol : symbols) {
            boolean known = all.values().stream()
                    .anyMatch(i -> i.secType().equals("STK") && i.symbol().equals(symbol));
            if (!known) {
                int conId = FIRST_ADDED_CON_ID + Math.floorMod(symbol.hashCode(), 90_000_000);
                while (all.containsKey(conId)) {
                    conId++;
                }
                all.put(
                        conId,
                        new Instrument(
                                conId,
                                symbol,
                                "STK",
                                "NYSE",
                                "USD",
                                symbol,
                                symbol,
                                symbol,
                                "",
                                "",
                                "",
                                "COMMON",
                                "",
                                new BigDecimal("100"),
                                0.25,
                                1_000_000,
                                new BigDecimal("0.01"),
                                Optional.empty()));
            }
        }
        return new Instruments(all);
    }

    /** The instrument of that conId, a derivative included. */
    public Optional<Instrument> byConId(int conId) {
        return Optional.ofNullable(byConId.get(conId)).or(() -> derivatives.byConId(conId));
    }

    /** Options and futures on these. */
    public Derivatives derivatives() {
        return derivatives;
    }

    /** Everything but options and futures. */
    public List<Instrument> all() {
        return List.copyOf(byConId.values());
    }

    /** What a client may mean by a few letters: symbols that begin with them, then names that contain them. */
    public List<Instrument> matching(String pattern, int limit) {
        String wanted = pattern.toUpperCase(Locale.ROOT);
        var found = new ArrayList<Instrument>();
        if (!wanted.isBlank()) {
            byConId.values().stream().filter(i -> i.symbol().startsWith(wanted)).forEach(found::add);
            byConId.values().stream()
                    .filter(i -> !found.contains(i)
                            && i.longName().toUpperCase(Locale.ROOT).contains(wanted))
                    .forEach(found::add);
        }
        return List.copyOf(found.subList(0, Math.min(limit, found.size())));
    }

    private static Instrument parse(String line) {
        String[] f = line.split(",", -1);
        return new Instrument(
                Integer.parseInt(f[0]),
                f[1],
                f[2],
                f[3],
                f[4],
                f[5],
                f[6],
                f[7],
                f[8],
                f[9],
                f[10],
                f[11],
                f[12],
                new BigDecimal(f[13]),
                Double.parseDouble(f[14]),
                Long.parseLong(f[15]),
                new BigDecimal(f[16]),
                Optional.empty());
    }
}
