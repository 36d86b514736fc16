package io.mainstay.simulator.market;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes long bars of short ones: first open, highest high, lowest low, last close, sums of volume. Stateless. */
final class BarMerge {
    private BarMerge() {}

    /** Joins bars whose days belong to one week or month; bars of a day and shorter are left as they are. */
    static List<Bar> merge(List<Bar> bars, BarSize size) {
        if (size != BarSize.W1 && size != BarSize.MONTH1) {
            return List.copyOf(bars);
        }
        var merged = new ArrayList<Bar>();
        var group = new ArrayList<Bar>();
        for (Bar bar : bars) {
            if (!group.isEmpty() && !size.sameBar(group.getLast().day(), bar.day())) {
                merged.add(join(group, group.getFirst().start()));
                group.clear();
            }
            group.add(bar);
        }
        if (!group.isEmpty()) {
            merged.add(join(group, group.getFirst().start()));
        }
        return List.copyOf(merged);
    }

    /** One bar of several that follow each other; absent volume, average and count stay absent. */
    static Bar join(List<Bar> parts, Instant start) {
        Bar first = parts.getFirst();
        if (parts.size() == 1) {
            return new Bar(
                    start,
                    first.day(),
                    first.open(),
                    first.high(),
                    first.low(),
                    first.close(),
                    first.volume(),
                    first.wap(),
                    first.count());
        }
        BigDecimal high = first.high();
        BigDecimal low = first.low();
        for (Bar part : parts) {
            high = high.max(part.high());
            low = low.min(part.low());
        }
        Bar last = parts.getLast();
        return new Bar(
                start, last.day(), first.open(), high, low, last.close(), volume(parts), average(parts), count(parts));
    }

    private static @Nullable BigDecimal volume(List<Bar> parts) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Bar part : parts) {
            if (part.volume() == null) {
                return null;
            }
            sum = sum.add(part.volume());
        }
        return sum;
    }

    private static @Nullable BigDecimal average(List<Bar> parts) {
        BigDecimal money = BigDecimal.ZERO;
        BigDecimal shares = BigDecimal.ZERO;
        for (Bar part : parts) {
            if (part.volume() == null || part.wap() == null) {
                return null;
            }
            money = money.add(part.wap().multiply(part.volume()));
            shares = shares.add(part.volume());
        }
        return shares.signum() == 0
                ? parts.getLast().wap()
                : money.divide(shares, MathContext.DECIMAL64).setScale(3, RoundingMode.HALF_UP);
    }

    private static @Nullable Integer count(List<Bar> parts) {
        long sum = 0;
        for (Bar part : parts) {
            if (part.count() == null) {
                return null;
            }
            sum += part.count();
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }
}
