package io.mainstay.client.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource({
        "20260413, 2026-04-13T04:00:00Z",
        "20260413 15:27:04, 2026-04-13T19:27:04Z",
        "20260413  15:27:04, 2026-04-13T19:27:04Z",
        "20260413 15:27:04 US/Eastern, 2026-04-13T19:27:04Z",
        "20260413 15:27:04 Europe/Berlin, 2026-04-13T13:27:04Z",
        "20260113 15:27:04 EST, 2026-01-13T20:27:04Z",
        "20260413 15:27:04 Central European Standard Time, 2026-04-13T13:27:04Z",
        "20260611-13:31:08, 2026-06-11T13:31:08Z",
        "20260611-13:31:08Z, 2026-06-11T13:31:08Z",
        "2026-06-11 13:31:08, 2026-06-11T17:31:08Z",
        "2026-06-11 13:31:08.0, 2026-06-11T17:31:08Z",
        "1764000000, 2025-11-24T16:00:00Z",
    })
    void shouldReadEachFormThatGatewaysWrite(String text, String expected) {
        assertThat(TwsTime.parse(text, NEW_YORK)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "20261301",
                "20260413 15:27",
                "20260413 1527:04",
                "20260413 15:27:04 Mars",
                "2026-06-11",
                "20260413-",
                "99999999999999999999"
            })
    void shouldRefuseWhatIsNoTime(String text) {
        assertThatThrownBy(() -> TwsTime.parse(text, NEW_YORK))
                .isInstanceOf(DateTimeException.class)
                .hasMessageContaining(text);
    }

    @Test
    void shouldWriteUtcSoThatNoZoneIsGuessed() {
        assertThat(TwsTime.formatUtc(Instant.parse("2026-01-02T03:04:05.9Z"))).isEqualTo("20260102-03:04:05");
    }

    @ParameterizedTest
    @CsvSource({
        "US/Eastern, US/Eastern",
        "America/New_York (Eastern Standard Time), America/New_York",
        "EST, America/New_York",
        "CST, America/Chicago",
        "British Summer Time, Europe/London",
        "JST, Asia/Tokyo",
        "GMT, UTC",
    })
    void shouldKnowTheZonesOfGateways(String text, String expected) {
        assertThat(Zones.parse(text)).isEqualTo(ZoneId.of(expected));
    }

    @Test
    void shouldNotGuessAZone() {
        assertThatThrownBy(() -> Zones.parse("Lunar Time")).hasMessageContaining("Lunar Time");
        assertThatThrownBy(() -> Zones.parse("")).isInstanceOf(DateTimeException.class);
    }

    @Test
    void shouldReadSessionsOfBothFormsAndLeaveClosedDaysOut() {
        assertThat(Sessions.parse("20261124:0930-20261124:1600;20261125:CLOSED;20261126:1800-20261127:1700", NEW_YORK))
                .containsExactly(
                        span("2026-11-24T14:30:00Z", "2026-11-24T21:00:00Z"),
                        span("2026-11-26T23:00:00Z", "2026-11-27T22:00:00Z"));
        assertThat(Sessions.parse("20261124:0930-1200,1300-1600;20261125:CLOSED", NEW_YORK))
                .containsExactly(
                        span("2026-11-24T14:30:00Z", "2026-11-24T17:00:00Z"),
                        span("2026-11-24T18:00:00Z", "2026-11-24T21:00:00Z"));
        assertThat(Sessions.parse("20261124:1700-1600", NEW_YORK))
                .as("a session of the older form begins the evening before")
                .containsExactly(span("2026-11-23T22:00:00Z", "2026-11-24T21:00:00Z"));
        assertThat(Sessions.parse("", NEW_YORK)).isEmpty();
    }

    @Test
    void shouldKeepTheHoursOfTheExchangeAcrossSummerTime() {
        assertThat(Sessions.parse("20261030:0930-20261030:1600;20261102:0930-20261102:1600", NEW_YORK))
                .containsExactly(
                        span("2026-10-30T13:30:00Z", "2026-10-30T20:00:00Z"),
                        span("2026-11-02T14:30:00Z", "2026-11-02T21:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20261124",
                "20261124:0930",
                "20261124:0930-20261124:0900",
                "2026112:0930-1600",
                "20261124:9-16",
                "tomorrow:0930-1600"
            })
    void shouldRefuseHoursThatItDoesNotUnderstand(String text) {
        assertThatThrownBy(() -> Sessions.parse(text, NEW_YORK))
                .isInstanceOf(DateTimeException.class)
                .hasMessageContaining(text);
    }

    private static Sessions.Span span(String open, String close) {
        return new Sessions.Span(Instant.parse(open), Instant.parse(close));
    }
}
