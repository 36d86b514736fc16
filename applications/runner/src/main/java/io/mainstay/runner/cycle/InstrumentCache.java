package io.mainstay.runner.cycle;

import io.mainstay.client.Bars;
import io.mainstay.client.Instrument;
import io.mainstay.client.Mainstay;
import io.mainstay.client.MainstayException;
import io.mainstay.runner.execution.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one attachment knows of its symbols: contracts, asked for again every few hours because their schedules move on,
 * and which bars are recorded already. At most one entry a symbol. Safe for use by several threads.
 */
final class InstrumentCache {
    private static final Duration KEPT = Duration.ofHours(4);

    private final Mainstay gateway;
    private final MarketClock clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Map<Integer, List<Bars.Bar>> saved = new ConcurrentHashMap<>();

    private final Map<Integer, Noted> noted = new ConcurrentHashMap<>();

    private record Noted(Optional<Instant> signalBar, Decision decision) {}

    private record Entry(Instrument instrument, Instant fetched) {}

    InstrumentCache(Mainstay gateway, MarketClock clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    Instrument get(String symbol) {
        Instant now = clock.get();
        @Nullable Entry entry = entries.get(symbol);
        if (entry != null && now.isBefore(entry.fetched().plus(KEPT)) && hasFuture(entry.instrument(), now)) {
            return entry.instrument();
        }
        Instrument instrument = gateway.stock(symbol);
        if (!instrument.symbol().equals(symbol)) {
            throw new MainstayException.ProtocolError("asked for the contract of " + symbol + " and got that of "
                    + instrument.symbol() + ": not used; please report this");
        }
        entries.put(symbol, new Entry(instrument, now));
        return instrument;
    }

    private static boolean hasFuture(Instrument instrument, Instant now) {
        return TradingHours.of(instrument, now).open()
                || instrument.liquidHours().nextAfter(now).isPresent();
    }

    Optional<Instrument> known(String symbol) {
        return Optional.ofNullable(entries.get(symbol)).map(Entry::instrument);
    }

    /** Those of {@code bars} that are not recorded as they are now. */
    List<Bars.Bar> unsaved(Instrument instrument, List<Bars.Bar> bars) {
        List<Bars.Bar> known = saved.getOrDefault(instrument.conId(), List.of());
        if (known.isEmpty()) {
            return bars;
        }
        // The forming bar of the last fetch may be complete now though its prices are the same.
        var same = new HashSet<>(known.subList(0, known.size() - 1));
        return bars.stream().filter(bar -> !same.contains(bar)).toList();
    }

    void saved(Instrument instrument, List<Bars.Bar> bars) {
        saved.put(instrument.conId(), bars);
    }

    /** Whether a decision differs from the last one of its contract; the same one again need not be recorded. */
    boolean noteworthy(Instrument instrument, Optional<Instant> signalBar, Decision decision) {
        var now = new Noted(signalBar, decision);
        return !now.equals(noted.put(instrument.conId(), now));
    }
}
