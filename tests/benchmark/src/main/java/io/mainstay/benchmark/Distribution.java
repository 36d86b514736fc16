package io.mainstay.benchmark;

import java.util.Arrays;
import java.util.Locale;

/** Measured values in their order. */
final class Distribution {
    private final double[] sorted;

    private Distribution(double[] sorted) {
        this.sorted = sorted;
    }

    static Distribution of(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return new Distribution(copy);
    }

    double percentile(double percent) {
        int index = (int) Math.ceil(percent / 100 * sorted.length) - 1;
        return sorted[Math.clamp(index, 0, sorted.length - 1)];
    }

    String row(String name, String unit) {
        return String.format(
                Locale.ROOT,
                "%-60s %9.2f %9.2f %9.2f %9.2f %-3s n=%d",
                name,
                sorted[0],
                percentile(50),
                percentile(99),
                sorted[sorted.length - 1],
                unit,
                sorted.length);
    }
}
