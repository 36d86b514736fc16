package io.mainstay.protocol.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwsTimeTest {
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
        "2026-06-11 13:31:08.25, 2026-06-11T17:31:08.250Z",
        "2026-06-11T13:31:08Z, 2026-06-11T13:31:08Z",
        "1764000000, 2025-11-24T16:00:00Z",
    })
    void shouldReadEachFormThatGatewaysWrite(String text, String expected) {
        assertThat(TwsTime.parse(text, NEW_YORK).instant()).isEqualTo(expected);
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
                "20260413x15:27:04",
                "20260413   15:27:04",
                "20260611-13:31:08 EST",
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
        "Tokyo Standard Time, Asia/Tokyo",
        "E. South America Standard Time, America/Sao_Paulo",
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
    void shouldSayWhichZoneItReadATimeInAndWhetherItHadToAssumeIt() {
        TwsTime open = TwsTime.parse("20260413 15:27:04", NEW_YORK);
        assertThat(open.zone()).isEqualTo(NEW_YORK);
        assertThat(open.zoneAssumed()).isTrue();
        TwsTime named = TwsTime.parse("20260413 15:27:04 JST", NEW_YORK);
        assertThat(named.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(named.zoneAssumed()).isFalse();
        TwsTime utc = TwsTime.parse("20260413-15:27:04", NEW_YORK);
        assertThat(utc.zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(utc.zoneAssumed()).isFalse();
        assertThat(TwsTime.parse("20260413", NEW_YORK).form()).isEqualTo(TwsTime.Form.DATE);
        assertThat(TwsTime.parse("1764000000", NEW_YORK).form()).isEqualTo(TwsTime.Form.EPOCH_SECONDS);
    }

    @Test
    void shouldWriteDatesAndTimesAsItReadsThem() {
        var time = LocalDateTime.of(2026, 4, 13, 5, 7, 9);
        assertThat(TwsTime.format(time, "  ")).isEqualTo("20260413  05:07:09");
        assertThat(TwsTime.format(LocalDate.of(2026, 4, 13))).isEqualTo("20260413");
        assertThat(TwsTime.parse(TwsTime.format(time, "-"), NEW_YORK).instant())
                .isEqualTo(time.toInstant(ZoneOffset.UTC));
    }
}
