package io.mainstay.simulator.market;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.util.Optional;

/** When a market trades. Stateless. */
public enum TradingCalendar {
    /** New York stock hours 09:30 to 16:00 (13:00 on half days), 04:00 to 20:00 with the hours around them. */
    US_EQUITIES {
        @Override
        public Optional<Session> on(LocalDate date) {
            if (UsHolidays.isClosed(date)) {
                return Optional.empty();
            }
            boolean half = UsHolidays.isHalfDay(date);
            return Optional.of(new Session(
                    date,
                    at(date, LocalTime.of(4, 0)),
                    at(date, LocalTime.of(9, 30)),
                    at(date, LocalTime.of(half ? 13 : 16, 0)),
                    at(date, LocalTime.of(half ? 17 : 20, 0))));
        }
    },

    /** Options on stocks and funds: stock hours without the hours around them. */
    US_OPTIONS {
        @Override
        public Optional<Session> on(LocalDate date) {
            return US_EQUITIES.on(date).map(s -> new Session(date, s.open(), s.open(), s.close(), s.close()));
        }
    },

    /** Index futures: stock hours, with the hours around them from 18:00 of the evening before until 17:00 (13:15 on half days). */
    INDEX_FUTURES {
        @Override
        public Optional<Session> on(LocalDate date) {
            return US_EQUITIES
                    .on(date)
                    .map(s -> new Session(
                            date,
                            at(date.minusDays(1), LocalTime.of(18, 0)),
                            s.open(),
                            s.close(),
                            at(date, UsHolidays.isHalfDay(date) ? LocalTime.of(13, 15) : LocalTime.of(17, 0))));
        }
    },

    /** Currencies: from 17:15 of the evening before until 17:00, Monday to Friday but New Year's Day and Christmas. */
    FOREX {
        @Override
        public Optional<Session> on(LocalDate date) {
            boolean holiday =
                    date.getDayOfYear() == 1 || (date.getMonth() == Month.DECEMBER && date.getDayOfMonth() == 25);
            if (holiday || date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY) {
                return Optional.empty();
            }
            Instant open = at(date.minusDays(1), LocalTime.of(17, 15));
            Instant close = at(date, LocalTime.of(17, 0));
            return Optional.of(new Session(date, open, open, close, close));
        }
    };

    private static final int LONGEST_BREAK_DAYS = 12;

    /** The session booked to that date, absent on days without one. */
    public abstract Optional<Session> on(LocalDate date);

    /** The last session that has begun, in its wide or regular hours, before {@code time}. */
    public Session lastBegun(Instant time, boolean regularHoursOnly) {
        LocalDate date = time.atZone(Instrument.ZONE).toLocalDate().plusDays(1);
        for (int i = 0; i < LONGEST_BREAK_DAYS; i++) {
            Optional<Session> session = on(date.minusDays(i));
            if (session.isPresent() && session.get().start(regularHoursOnly).isBefore(time)) {
                return session.get();
            }
        }
        throw new IllegalStateException("no session in " + LONGEST_BREAK_DAYS + " days before " + time);
    }

    public Session before(LocalDate date) {
        for (int i = 1; i < LONGEST_BREAK_DAYS; i++) {
            Optional<Session> session = on(date.minusDays(i));
            if (session.isPresent()) {
                return session.get();
            }
        }
        throw new IllegalStateException("no session in " + LONGEST_BREAK_DAYS + " days before " + date);
    }

    /** The first session whose regular hours end after {@code time}. */
    public Session currentOrNext(Instant time) {
        LocalDate date = time.atZone(Instrument.ZONE).toLocalDate();
        for (int i = 0; i < LONGEST_BREAK_DAYS; i++) {
            Optional<Session> session = on(date.plusDays(i));
            if (session.isPresent() && session.get().close().isAfter(time)) {
                return session.get();
            }
        }
        throw new IllegalStateException("no session in " + LONGEST_BREAK_DAYS + " days after " + time);
    }

    /** The first session whose wide hours end after {@code time}. */
    public Session current(Instant time) {
        LocalDate date = time.atZone(Instrument.ZONE).toLocalDate();
        for (int i = 0; i < LONGEST_BREAK_DAYS; i++) {
            Optional<Session> session = on(date.plusDays(i));
            if (session.isPresent() && session.get().postClose().isAfter(time)) {
                return session.get();
            }
        }
        throw new IllegalStateException("no session in " + LONGEST_BREAK_DAYS + " days after " + time);
    }

    static Instant at(LocalDate date, LocalTime time) {
        return date.atTime(time).atZone(Instrument.ZONE).toInstant();
    }
}
