package io.mainstay.simulator.fault;

import io.mainstay.simulator.market.MarketHours;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A named state of the world: which faults are on from the start, which strike later, and whether the market trades.
 *
 * @param hours absent where the scenario does not care
 */
public record Scenario(String name, Optional<MarketHours> hours, List<Step> steps) {
    /**
     * One fault and its time.
     *
     * @param after how long after the first session has started; absent means from the start of the simulator
     * @param lasting how long it stays on; absent means for good
     */
    public record Step(Fault fault, Optional<Duration> after, Optional<Duration> lasting) {}

    private static final Duration AFTER = Duration.ofSeconds(2);
    private static final Duration LASTING = Duration.ofSeconds(5);

    public Scenario {
        steps = List.copyOf(steps);
    }

    /**
     * Reads a scenario: names joined by commas, each a scenario or a fault of the catalogue. Faults that come and go
     * take two durations, from the first session's start and in length: {@code link-down=2s:5s}.
     *
     * @throws IllegalArgumentException with the known names if one is unknown
     */
    public static Scenario parse(String text) {
        Optional<MarketHours> hours = Optional.empty();
        var steps = new ArrayList<Step>();
        for (String item : text.split(",", -1)) {
            String name = item.trim();
            switch (name) {
                case "normal" -> {}
                case "market-closed" -> hours = Optional.of(MarketHours.CLOSED_TODAY);
                case "real-hours" -> hours = Optional.of(MarketHours.SCHEDULE);
                case "nightly-reset" -> {
                    steps.add(timed(new LinkDown(false), AFTER, LASTING));
                    steps.add(timed(new LinkDown(true), Duration.ofSeconds(12), LASTING));
                }
                default -> steps.add(step(name));
            }
        }
        return new Scenario(text, hours, steps);
    }

    /** Every name that {@link #parse} knows. */
    public static Set<String> known() {
        var names = new LinkedHashSet<>(List.of("normal", "market-closed", "real-hours", "nightly-reset"));
        FaultCatalogue.all().forEach(fault -> names.add(fault.name()));
        return names;
    }

    private static Step step(String name) {
        String[] parts = name.split("=", 2);
        boolean comesAndGoes = switch (parts[0]) {
            case "link-down", "link-down-data-lost", "farm-flap", "auto-restart", "half-open" -> true;
            default -> false;
        };
        Fault fault = FaultCatalogue.parse(comesAndGoes ? parts[0] : name)
                .orElseThrow(() -> new IllegalArgumentException("unknown scenario \"" + name + "\"; known are "
                        + String.join(", ", known()) + " (wedge-after-N for any N; several joined by commas)"));
        if (!comesAndGoes) {
            return new Step(fault, Optional.empty(), Optional.empty());
        }
        if (parts.length == 1) {
            return timed(fault, AFTER, LASTING);
        }
        String[] times = parts[1].split(":", 2);
        return timed(
                fault,
                FaultCatalogue.duration(parts[0], times[0]),
                times.length == 2 ? FaultCatalogue.duration(parts[0], times[1]) : LASTING);
    }

    private static Step timed(Fault fault, Duration after, Duration lasting) {
        return new Step(fault, Optional.of(after), Optional.of(lasting));
    }
}
