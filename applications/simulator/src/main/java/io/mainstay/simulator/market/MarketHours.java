package io.mainstay.simulator.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the gateway says about trading hours, and whether orders execute now. Stateless. */
public enum MarketHours {
    /** Every day from midnight to midnight, weekends too, so that a demonstration trades at any hour. */
    ALWAYS_OPEN {
        @Override
        public boolean isOpen(Instrument instrument, Instant now, boolean outsideRth) {
            return true;
        }

        @Override
        public String tradingHours(Instrument instrument, Instant now) {
            return days(now, MarketHours::wholeDay);
        }

        @Override
        public String liquidHours(Instrument instrument, Instant now) {
            return days(now, MarketHours::wholeDay);
        }
    },

    /** The exchange's own schedule with its holidays and half days. */
    SCHEDULE {
        @Override
        public boolean isOpen(Instrument instrument, Instant now, boolean outsideRth) {
            Session session = instrument.calendar().current(now);
            return !now.isBefore(session.start(!outsideRth)) && now.isBefore(session.end(!outsideRth));
        }

        @Override
        public String tradingHours(Instrument instrument, Instant now) {
            return days(now, date -> span(instrument.calendar().on(date), date, false));
        }

        @Override
        public String liquidHours(Instrument instrument, Instant now) {
            return days(now, date -> span(instrument.calendar().on(date), date, true));
        }
    },

    /** Today is a holiday, whatever day it is; the schedule holds from tomorrow on. */
    CLOSED_TODAY {
        @Override
        public boolean isOpen(Instrument instrument, Instant now, boolean outsideRth) {
            return false;
        }

        @Override
        public String tradingHours(Instrument instrument, Instant now) {
            return days(now, date -> span(notToday(instrument, date, now), date, false));
        }

        @Override
        public String liquidHours(Instrument instrument, Instant now) {
            return days(now, date -> span(notToday(instrument, date, now), date, true));
        }
    };

    private static final int DAYS_AHEAD = 6;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyyMMdd:HHmm");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");

    /** Whether an order can execute at this moment, in regular hours or also in the hours around them. */
    public abstract boolean isOpen(Instrument instrument, Instant now, boolean outsideRth);

    /** The hours around the regular ones included, in IB's form: {@code 20260406:0400-20260406:2000;...}. */
    public abstract String tradingHours(Instrument instrument, Instant now);

    /** Regular hours, in IB's form. */
    public abstract String liquidHours(Instrument instrument, Instant now);

    /** When an order that waits for the market will reach it, in regular hours or also in those around them. */
    public Instant nextOpen(Instrument instrument, Instant now, boolean outsideRth) {
        return workingSession(instrument, now, outsideRth).start(!outsideRth);
    }

    /** When the day ends that an order for the day works on. */
    public Instant dayEnd(Instrument instrument, Instant now, boolean outsideRth) {
        return this == ALWAYS_OPEN
                ? midnightAfter(now)
                : workingSession(instrument, now, outsideRth).end(!outsideRth);
    }

    private Session workingSession(Instrument instrument, Instant now, boolean outsideRth) {
        Instant from = this == CLOSED_TODAY ? midnightAfter(now) : now;
        return outsideRth
                ? instrument.calendar().current(from)
                : instrument.calendar().currentOrNext(from);
    }

    private static Instant midnightAfter(Instant now) {
        return today(now).plusDays(1).atStartOfDay(Instrument.ZONE).toInstant();
    }

    private static Optional<Session> notToday(Instrument instrument, LocalDate date, Instant now) {
        return date.equals(today(now))
                ? Optional.empty()
                : instrument.calendar().on(date);
    }

    private static String days(Instant now, Function<LocalDate, String> form) {
        List<String> days = new ArrayList<>();
        for (int i = 0; i < DAYS_AHEAD; i++) {
            days.add(form.apply(today(now).plusDays(i)));
        }
        return String.join(";", days);
    }

    private static LocalDate today(Instant now) {
        return now.atZone(Instrument.ZONE).toLocalDate();
    }

    private static String wholeDay(LocalDate date) {
        return DAY.format(date) + ":0000-" + DAY.format(date.plusDays(1)) + ":0000";
    }

    private static String span(Optional<Session> session, LocalDate date, boolean regular) {
        return session.map(s -> minute(s.start(regular)) + "-" + minute(s.end(regular)))
                .orElseGet(() -> DAY.format(date) + ":CLOSED");
    }

    private static String minute(Instant time) {
        return MINUTE.format(time.atZone(Instrument.ZONE));
    }
}
