package io.mainstay.simulator;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mainstay.simulator.fault.FaultCatalogue;
import io.mainstay.simulator.fault.FaultKind;
import io.mainstay.simulator.fault.Pains;
import io.mainstay.simulator.fault.Strike;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalogue of faults for people and programs. Stateless. */
public final class FaultListing {
    private static final int WIDTH = 110;

    private FaultListing() {}

    /** Each fault with its value, what it does, when, and the troubles that it reproduces. */
    public static String text() {
        var text = new StringBuilder();
        for (FaultKind kind : FaultCatalogue.kinds()) {
            text.append(kind.usual()).append('\n');
            if (!kind.form().isEmpty()) {
                text.append("    value: ").append(kind.form()).append('\n');
            }
            wrap(text, kind.what() + " Strikes " + kind.when() + ".");
            if (!kind.usualStrike().isEmpty()) {
                text.append("    in a scenario without a trigger: @")
                        .append(kind.usualStrike())
                        .append('\n');
            }
            if (!kind.pains().isEmpty()) {
                text.append("    reproduces ")
                        .append(String.join(", ", Pains.ids(kind)))
                        .append('\n');
            }
        }
        return text.append('\n').append(Strike.SYNTAX).toString();
    }

    private static void wrap(StringBuilder text, String sentence) {
        var line = new StringBuilder("   ");
        for (String word : sentence.split(" ")) {
            if (line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder("   ");
            }
            line.append(' ').append(word);
        }
        text.append(line).append('\n');
    }

    /** The same as a JSON document. */
    public static String json() {
        try {
            return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(toMap()) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException("plain values can't be written as JSON", e);
        }
    }

    static Map<String, Object> toMap() {
        return Map.of(
                "faults",
                FaultCatalogue.kinds().stream().map(FaultListing::row).toList(),
                "triggers",
                List.of(Strike.SYNTAX.split("\n")));
    }

    private static Map<String, Object> row(FaultKind kind) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", kind.name());
        row.put("usual", kind.usual());
        row.put("value", kind.form());
        row.put("what", kind.what());
        row.put("when", kind.when());
        row.put("scenarioTrigger", kind.usualStrike().isEmpty() ? "" : "@" + kind.usualStrike());
        row.put("reproduces", Pains.ids(kind));
        return row;
    }
}
