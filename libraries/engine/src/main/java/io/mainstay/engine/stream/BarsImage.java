package io.mainstay.engine.stream;

import io.mainstay.protocol.message.HistoricalBar;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.HistoricalDataUpdate;
import io.mainstay.protocol.message.HistoricalSchedule;
import io.mainstay.protocol.message.Incoming;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** History, with the bars that have come since. */
final class BarsImage implements Image {
    /** As many bars are kept although the gateway began with fewer. */
    private static final int BARS_MAX = 3_000;

    /**
     * The bars, oldest first; at least as many as the gateway began with. Of those that have come since, the oldest fall
     * out when they are older than what was asked for, or too many.
     */
    private final List<HistoricalBar> bars = new ArrayList<>();

    private final BarSpan span;
    private @Nullable HistoricalData first;
    private @Nullable HistoricalDataEnd end;
    private @Nullable HistoricalSchedule schedule;

    /** The date of the newest bar, kept when the rest is forgotten; empty before the first. */
    private String newestDate = "";

    /** @param span how far back was asked */
    BarsImage(BarSpan span) {
        this.span = span;
    }

    @Override
    public void update(Incoming message) {
        switch (message) {
            case HistoricalData data -> {
                first = data;
                bars.clear();
                bars.addAll(data.bars());
                newest();
            }
            case HistoricalDataUpdate update -> {
                HistoricalBar bar = bar(update);
                int same = indexOf(bar.date());
                if (same >= 0) {
                    bars.set(same, bar);
                } else if (!isOlderThanNewest(bar.date())) {
                    bars.add(bar);
                    dropOldest();
                }
                newest();
            }
            case HistoricalDataEnd last -> end = last;
            case HistoricalSchedule sessions -> schedule = sessions;
            default -> {
                // Not history.
            }
        }
    }

    @Override
    public List<Incoming> messages() {
        var all = new ArrayList<Incoming>();
        HistoricalData data = first;
        if (data != null) {
            all.add(new HistoricalData(data.reqId(), data.startDate(), data.endDate(), List.copyOf(bars)));
        }
        if (end != null) {
            all.add(end);
        }
        if (schedule != null) {
            all.add(schedule);
        }
        return all;
    }

    @Override
    public void clear() {
        bars.clear();
        first = null;
        end = null;
        schedule = null;
    }

    /** The bars from the newest one on that was told before: it may have changed since, and the later ones were missed. */
    @Override
    public List<Incoming> resume(HistoricalData data) {
        if (newestDate.isEmpty()) {
            return List.of(data);
        }
        int from = 0;
        for (int i = 0; i < data.bars().size(); i++) {
            if (data.bars().get(i).date().equals(newestDate)) {
                from = i;
            }
        }
        return data.bars().subList(from, data.bars().size()).stream()
                .<Incoming>map(bar -> update(data.reqId(), bar))
                .toList();
    }

    /** Where the bar of a date is; -1 if there is none. A gateway may correct one that is not the newest. */
    private int indexOf(String date) {
        for (int i = bars.size() - 1; i >= 0; i--) {
            if (bars.get(i).date().equals(date)) {
                return i;
            }
        }
        return -1;
    }

    /** Dates of one request are written alike, so that their order is that of their texts. */
    private boolean isOlderThanNewest(String date) {
        return !bars.isEmpty()
                && bars.getLast().date().length() == date.length()
                && date.compareTo(bars.getLast().date()) < 0;
    }

    private void dropOldest() {
        int least = first == null ? 1 : Math.max(1, first.bars().size());
        while (bars.size() > least
                && (bars.size() > BARS_MAX
                        || !span.reaches(bars.getLast().date(), bars.getFirst().date()))) {
            bars.removeFirst();
        }
    }

    private void newest() {
        if (!bars.isEmpty()) {
            newestDate = bars.getLast().date();
        }
    }

    private static HistoricalBar bar(HistoricalDataUpdate u) {
        return new HistoricalBar(
                u.date(), u.open(), u.high(), u.low(), u.close(), u.volume(), u.wap(), "", u.barCount());
    }

    private static HistoricalDataUpdate update(int reqId, HistoricalBar b) {
        return new HistoricalDataUpdate(
                reqId, b.barCount(), b.date(), b.open(), b.close(), b.high(), b.low(), b.wap(), b.volume());
    }
}
