package io.mainstay.benchmark;

import java.util.Locale;

/** The lines that a section prints. */
final class Report {
    private Report() {}

    static void title(String section) {
        System.out.printf(Locale.ROOT, "%n%-60s %9s %9s %9s %9s%n", section, "min", "p50", "p99", "max");
    }

    static void row(String name, Distribution values, String unit) {
        System.out.println(values.row(name, unit));
    }

    /** A row that says how much more its median is than that of another. */
    static void row(String name, Distribution values, String unit, Distribution than) {
        System.out.printf(
                Locale.ROOT,
                "%s, p50 +%.1f %s%n",
                values.row(name, unit),
                values.percentile(50) - than.percentile(50),
                unit);
    }

    static void value(String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "%-60s %9.2f %s%n", name, value, unit);
    }

    static void note(String text) {
        System.out.println(text);
    }
}
