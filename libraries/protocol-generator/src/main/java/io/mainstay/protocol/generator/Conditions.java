package io.mainstay.protocol.generator;

import io.mainstay.protocol.generator.Schema.Range;
import io.mainstay.protocol.generator.Schema.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The Java of conditions and version ranges. */
final class Conditions {
    private Conditions() {}

    /** The test that a term makes of {@code x}. */
    static String test(Term term, String x, FieldType type) {
        return switch (term.operator()) {
            case "set" -> "!" + x + ".isEmpty()";
            case "positive" -> "Decimals.isPositive(" + x + ")";
            case "infinite" -> "Decimals.isInfinite(" + x + ")";
            case "in" -> "(" + equal(x, type, term.operands()) + ")";
            case "not" -> "!(" + equal(x, type, term.operands()) + ")";
            default -> throw new IllegalArgumentException("what is " + term + "?");
        };
    }

    private static String equal(String x, FieldType type, List<String> operands) {
        return operands.stream()
                .map(o -> type == FieldType.INT ? x + " == " + o : "\"" + o + "\".equals(" + x + ")")
                .collect(Collectors.joining(" || "));
    }

    /** Writes {@code body} inside the {@code if} that range and condition need, if any. */
    static void guarded(Range range, String condition, Source out, Runnable body) {
        var tests = new ArrayList<String>();
        if (range.from() > Range.OLDEST) {
            tests.add("v >= " + range.from());
        }
        if (range.until() < Integer.MAX_VALUE) {
            tests.add("v <= " + range.until());
        }
        if (!condition.isEmpty()) {
            tests.add(tests.isEmpty() ? condition : "(" + condition + ")");
        }
        if (tests.isEmpty()) {
            body.run();
        } else {
            out.line("if (" + String.join(" && ", tests) + ") {");
            body.run();
            out.line("}");
        }
    }
}
