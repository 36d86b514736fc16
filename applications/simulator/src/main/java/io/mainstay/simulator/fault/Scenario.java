package io.mainstay.simulator.fault;

import io.mainstay.simulator.market.MarketHours;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A named state of the world: faults with their triggers, whether the market trades, and, in a file, settings. Immutable.
 *
 * @param hours absent where the scenario does not care
 */
public record Scenario(String name, Optional<MarketHours> hours, List<Fault> faults, List<Setting> settings) {
    /**
     * One setting of a scenario file.
     *
     * @param where the file and line, for errors
     */
    public record Setting(String where, String name, String value) {}

    private static final String NORMAL = "normal";
    private static final int MOST_BYTES = 1 << 20;

    public Scenario {
        faults = List.copyOf(faults);
        settings = List.copyOf(settings);
    }

    /**
     * Reads a scenario: names joined by commas, each a scenario or a fault of the catalogue with its trigger, or else the
     * name of a file with one of them, or {@code set NAME VALUE}, a line, and comments behind {@code #}. Faults that come
     * and go do so 2 s after the first session's start and for 5 s unless they have a trigger.
     *
     * @throws IllegalArgumentException with the known names if one is unknown, and with the line in a file
     */
    public static Scenario parse(String text) {
        var draft = new Draft();
        Optional<Path> file = file(text);
        if (file.isPresent()) {
            draft.file(file.get());
        } else {
            for (String item : text.split(",", -1)) {
                draft.item(item.trim());
            }
        }
        return new Scenario(text, draft.hours, draft.faults, draft.settings);
    }

    private static Optional<Path> file(String text) {
        try {
            Path path = Path.of(text);
            // A healthy gateway starts without loading the catalogue.
            return !text.equals(NORMAL) && !known().contains(text) && Files.isRegularFile(path)
                    ? Optional.of(path)
                    : Optional.empty();
        } catch (InvalidPathException e) {
            // Not even the name of a file: then it is a list of names, or an error that says so.
            return Optional.empty();
        }
    }

    /** Every name that {@link #parse} knows. */
    public static Set<String> known() {
        var names = new LinkedHashSet<>(List.of(NORMAL, "market-closed", "real-hours"));
        FaultCatalogue.kinds()
                .forEach(kind -> names.add(kind.name().equals(FaultCatalogue.WEDGE) ? kind.usual() : kind.name()));
        return names;
    }

    private static final class Draft {
        private Optional<MarketHours> hours = Optional.empty();
        private final List<Fault> faults = new ArrayList<>();
        private final List<Setting> settings = new ArrayList<>();

        private void item(String item) {
            switch (item) {
                case NORMAL -> {}
                case "market-closed" -> hours = Optional.of(MarketHours.CLOSED_TODAY);
                case "real-hours" -> hours = Optional.of(MarketHours.SCHEDULE);
                default ->
                    faults.add(FaultCatalogue.parse(item)
                            .orElseThrow(() -> new IllegalArgumentException("unknown scenario \"" + item
                                    + "\", and no file is called so; known are " + String.join(", ", known())
                                    + " (wedge-after-N for any N; several joined by commas)"))
                            .inScenario());
            }
        }

        private void file(Path file) {
            try {
                if (Files.size(file) > MOST_BYTES) {
                    throw new IllegalArgumentException(file + " has more than " + MOST_BYTES + " bytes");
                }
                List<String> lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i++) {
                    line(
                            file + " line " + (i + 1),
                            lines.get(i).replaceFirst("(^|\\s)#.*", "").trim());
                }
            } catch (MalformedInputException e) {
                throw new IllegalArgumentException(file + " is not text in UTF-8", e);
            } catch (IOException e) {
                throw new IllegalArgumentException(file + " can't be read: " + e.getMessage(), e);
            }
        }

        private void line(String where, String line) {
            String[] words = line.split("\\s+", 3);
            if (words[0].equals("set") && words.length == 3) {
                settings.add(new Setting(where, words[1], words[2]));
            } else if (words[0].equals("set")) {
                throw new IllegalArgumentException(where + ": a setting is written as set NAME VALUE");
            } else if (!line.isEmpty()) {
                located(where, this::item, line);
            }
        }
    }

    /**
     * Does something with a value and puts the place of that value before errors about it.
     *
     * @throws IllegalArgumentException as {@code use} does, with the place
     */
    public static <T> void located(String where, Consumer<T> use, T value) {
        try {
            use.accept(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }
}
