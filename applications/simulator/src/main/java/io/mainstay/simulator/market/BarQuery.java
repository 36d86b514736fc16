package io.mainstay.simulator.market;

import java.time.Instant;

/**
 * Which bars are wanted: those that begin at or after {@code from} and before {@code to}; the last one is cut off at
 * {@code to}.
 */
public record BarQuery(
        Instrument instrument, Instant from, Instant to, BarSize size, PriceKind kind, boolean regularHoursOnly) {}
