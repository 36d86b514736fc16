package io.mainstay.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradingCalendarTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01", "2026-01-19", "2026-02-16", "2026-04-03", "2026-05-25", "2026-06-19", "2026-07-03",
                "2026-09-07", "2026-11-26", "2026-12-25", "2023-01-02", "2021-12-24", "2025-01-09", "2026-11-22"
            })
    void shouldKnowTheDaysOnWhichNewYorkIsClosed(String day) {
        assertThat(TradingCalendar.US_EQUITIES.on(LocalDate.parse(day))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-27", "2026-12-24", "2025-07-03", "2015-12-24"})
    void shouldCloseAtOneOnHalfDays(String day) {
        LocalDate date = LocalDate.parse(day);
        assertThat(TradingCalendar.US_EQUITIES.on(date).orElseThrow().close())
                .isEqualTo(date.atTime(13, 0).atZone(Instrument.ZONE).toInstant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-25", "2021-12-31", "2021-06-18", "2014-06-09", "2026-07-02"})
    void shouldTradeUntilFourOnOrdinaryDays(String day) {
        LocalDate date = LocalDate.parse(day);
        assertThat(TradingCalendar.US_EQUITIES.on(date).orElseThrow().close())
                .isEqualTo(date.atTime(16, 0).atZone(Instrument.ZONE).toInstant());
    }

    @Test
    void shouldFindTheSessionsAroundAWeekend() {
        Instant saturday = Instant.parse("2026-11-21T15:00:00Z");
        assertThat(TradingCalendar.US_EQUITIES.lastBegun(saturday, true).date()).isEqualTo("2026-11-20");
        assertThat(TradingCalendar.US_EQUITIES.currentOrNext(saturday).date()).isEqualTo("2026-11-23");
    }

    @Test
    void shouldTradeCurrenciesFromSundayEvening() {
        Session monday = TradingCalendar.FOREX.on(LocalDate.parse("2026-11-23")).orElseThrow();
        assertThat(monday.open()).isEqualTo("2026-11-22T22:15:00Z");
        assertThat(monday.close()).isEqualTo("2026-11-23T22:00:00Z");
    }

    @Test
    void shouldWriteHoursAsIbDoes() {
        Instrument apple = Instruments.builtIn().byConId(265598).orElseThrow();
        Instant now = Instant.parse("2026-11-25T15:00:00Z");
        assertThat(MarketHours.SCHEDULE.liquidHours(apple, now))
                .isEqualTo("20261125:0930-20261125:1600;20261126:CLOSED;20261127:0930-20261127:1300;20261128:CLOSED;"
                        + "20261129:CLOSED;20261130:0930-20261130:1600");
        assertThat(MarketHours.SCHEDULE.tradingHours(apple, now))
                .startsWith("20261125:0400-20261125:2000;20261126:CLOSED;20261127:0400-20261127:1700;");
        assertThat(MarketHours.CLOSED_TODAY.liquidHours(apple, now)).startsWith("20261125:CLOSED;20261126:CLOSED;");
        assertThat(MarketHours.CLOSED_TODAY.nextOpen(apple, now, false)).isEqualTo("2026-11-27T14:30:00Z");
        assertThat(MarketHours.ALWAYS_OPEN.liquidHours(apple, now)).startsWith("20261125:0000-20261126:0000;");
    }

    @Test
    void shouldWriteTheHoursOfEachKindAroundAHalfDay() {
        Instant wednesday = Instant.parse("2026-11-25T15:00:00Z");
        Instruments all = Instruments.builtIn();
        Instrument euro = all.byConId(12087792).orElseThrow();
        Instrument future =
                all.derivatives().futures(LocalDate.parse("2026-11-25")).getFirst();
        Instrument option = all.derivatives()
                .options(all.byConId(265598).orElseThrow(), LocalDate.parse("2026-11-25"))
                .getFirst();
        assertThat(MarketHours.SCHEDULE.tradingHours(option, wednesday))
                .isEqualTo(MarketHours.SCHEDULE.liquidHours(option, wednesday))
                .startsWith("20261125:0930-20261125:1600;20261126:CLOSED;20261127:0930-20261127:1300;20261128:CLOSED;");
        assertThat(MarketHours.SCHEDULE.tradingHours(future, wednesday))
                .startsWith("20261124:1800-20261125:1700;20261126:CLOSED;20261126:1800-20261127:1315;20261128:CLOSED;");
        assertThat(MarketHours.SCHEDULE.liquidHours(future, wednesday))
                .startsWith("20261125:0930-20261125:1600;20261126:CLOSED;20261127:0930-20261127:1300;20261128:CLOSED;");
        assertThat(MarketHours.SCHEDULE.tradingHours(euro, wednesday))
                .startsWith("20261124:1715-20261125:1700;20261125:1715-20261126:1700;20261126:1715-20261127:1700;"
                        + "20261128:CLOSED;20261129:CLOSED;20261129:1715-20261130:1700");
        assertThat(MarketHours.SCHEDULE.liquidHours(euro, Instant.parse("2026-12-24T15:00:00Z")))
                .as("currencies rest on Christmas alone")
                .startsWith("20261223:1715-20261224:1700;20261225:CLOSED;20261226:CLOSED;");
    }

    @ParameterizedTest
    @CsvSource({
        // the Friday before and the Monday after the clocks change, each with its opening and the Monday's of the euro
        "2026-03-06, 2026-03-06T14:30:00Z, 2026-03-09, 2026-03-09T13:30:00Z, 2026-03-08T21:15:00Z",
        "2026-10-30, 2026-10-30T13:30:00Z, 2026-11-02, 2026-11-02T14:30:00Z, 2026-11-01T22:15:00Z"
    })
    void shouldKeepNewYorksHoursWhenItsClocksChange(
            LocalDate friday, Instant fridayOpen, LocalDate monday, Instant mondayOpen, Instant euroOpen) {
        TradingCalendar stocks = TradingCalendar.US_EQUITIES;
        assertThat(stocks.on(friday).orElseThrow().open()).isEqualTo(fridayOpen);
        assertThat(stocks.on(monday).orElseThrow().open()).isEqualTo(mondayOpen);
        Session euro = TradingCalendar.FOREX.on(monday).orElseThrow();
        assertThat(euro.open()).isEqualTo(euroOpen);
        assertThat(Duration.between(euro.open(), euro.close())).isEqualTo(Duration.ofMinutes(1425));
    }
}
