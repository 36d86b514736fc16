package io.mainstay.simulator.market;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One trading day of one calendar.
 *
 * @param date the day it is booked to
 * @param preOpen when trading outside regular hours begins
 * @param open when regular trading begins
 * @param close when regular trading ends
 * @param postClose when trading outside regular hours ends
 */
public record Session(LocalDate date, Instant preOpen, Instant open, Instant close, Instant postClose) {
    public Instant start(boolean regularHoursOnly) {
        return regularHoursOnly ? open : preOpen;
    }

    public Instant end(boolean regularHoursOnly) {
        return regularHoursOnly ? close : postClose;
    }

    public boolean isRegular(Instant time) {
        return !time.isBefore(open) && time.isBefore(close);
    }
}
