package io.mainstay.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The sessions that a gateway announces for a contract, usually for the next days; half days and holidays are in it.
 *
 * @param sessions in time's order
 */
public record TradingSchedule(List<Session> sessions) {
    public TradingSchedule {
        sessions = List.copyOf(sessions);
    }

    /** From {@code open}, inclusive, to {@code close}, exclusive. */
    public record Session(Instant open, Instant close) {}

    /** Whether a session is under way. */
    public boolean isOpen(Instant at) {
        return sessions.stream().anyMatch(s -> !at.isBefore(s.open()) && at.isBefore(s.close()));
    }

    /** The next session that begins after {@code at}, if the gateway announced one. */
    public Optional<Session> nextAfter(Instant at) {
        return sessions.stream().filter(s -> s.open().isAfter(at)).findFirst();
    }
}
