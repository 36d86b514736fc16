package io.mainstay.client.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

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
