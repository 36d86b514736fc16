package io.mainstay.runner.store;

import io.mainstay.runner.model.Book;
import java.time.Instant;
import java.util.Optional;

/** Runs and the kill switch. Part of a {@link Transaction}. */
public final class RunRows {
    private final Sql sql;

    RunRows(Sql sql) {
        this.sql = sql;
    }

    /**
     * A change of the kill switch.
     *
     * @param source who, such as {@code operator} or {@code daily-loss}
     */
    public record KillSwitchRow(Instant at, boolean engaged, String source, String reason) {}

    /** The new run's id. */
    public long begin(Instant at, String mode, String settings) {
        return sql.insert("INSERT INTO runs (started_at, mode, settings) VALUES (?, ?, ?)", at, mode, settings);
    }

    public void attached(long runId, Book book) {
        sql.update("UPDATE runs SET book = ? WHERE id = ?", book.id(), runId);
    }

    public void end(long runId, Instant at, int exitCode, String reason) {
        sql.update(
                "UPDATE runs SET ended_at = ?, exit_code = ?, exit_reason = ? WHERE id = ?",
                at,
                exitCode,
                reason,
                runId);
    }

    /** Appends a change of the kill switch. */
    public void killSwitch(KillSwitchRow change) {
        sql.insert(
                "INSERT INTO kill_switch (at, engaged, source, reason) VALUES (?, ?, ?, ?)",
                change.at(),
                change.engaged(),
                change.source(),
                change.reason());
    }

    /** The last change of the kill switch. */
    public Optional<KillSwitchRow> killSwitch() {
        return sql.one(
                "SELECT at, engaged, source, reason FROM kill_switch ORDER BY id DESC LIMIT 1",
                row -> new KillSwitchRow(
                        Sql.instant(row, "at"),
                        row.getInt("engaged") == 1,
                        row.getString("source"),
                        row.getString("reason")));
    }
}
