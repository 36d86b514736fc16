package io.mainstay.runner.store;

import io.mainstay.runner.model.Book;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Bars, signals and what was decided. Part of a {@link Transaction}. */
public final class SignalRows {
    private final Sql sql;

    SignalRows(Sql sql) {
        this.sql = sql;
    }

    /** One bar to be kept; {@code complete} when its time was over as it was fetched. */
    public record BarRow(
            Instant start,
            BigDecimal open,
            BigDecimal high,
            BigDecimal low,
            BigDecimal close,
            BigDecimal volume,
            BigDecimal wap,
            int count,
            boolean complete) {}

    /** A signal to be kept; {@code inputs} are the values that it rests on. */
    public record SignalRow(
            long runId,
            Instant at,
            Book book,
            int conId,
            String symbol,
            String strategy,
            Optional<Instant> barStart,
            String action,
            String reason,
            String inputs) {}

    /** Keeps bars under their own start; those known already are corrected. */
    public void bars(int conId, String symbol, String barSize, List<BarRow> bars) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (BarRow bar : bars) {
            rows.add(new Object[] {
                conId,
                barSize,
                bar.start(),
                symbol,
                bar.open(),
                bar.high(),
                bar.low(),
                bar.close(),
                bar.volume(),
                bar.wap(),
                bar.count(),
                bar.complete()
            });
        }
        sql.updateAll(
                "INSERT INTO bars (con_id, bar_size, start_at, symbol, open, high, low, close, volume, wap, trade_count,"
                        + " complete) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (con_id, bar_size,"
                        + " start_at) DO UPDATE SET symbol = excluded.symbol, open = excluded.open, high ="
                        + " excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume, wap ="
                        + " excluded.wap, trade_count = excluded.trade_count, complete = excluded.complete",
                rows);
    }

    /** The signal's id. */
    public long signal(SignalRow signal) {
        return sql.insert(
                "INSERT INTO signals (run_id, at, book, con_id, symbol, strategy, bar_start, action, reason, inputs)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                signal.runId(),
                signal.at(),
                signal.book().id(),
                signal.conId(),
                signal.symbol(),
                signal.strategy(),
                signal.barStart().orElse(null),
                signal.action(),
                signal.reason(),
                signal.inputs());
    }

    public void decision(long signalId, String kind, String reason, OptionalLong orderId) {
        sql.insert(
                "INSERT INTO decisions (signal_id, kind, reason, order_id) VALUES (?, ?, ?, ?)",
                signalId,
                kind,
                reason,
                orderId.isPresent() ? orderId.getAsLong() : null);
    }
}
