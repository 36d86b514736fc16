package io.mainstay.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryWindowTest {
    @ParameterizedTest
    @CsvSource({
        "1 D, 2026-11-20T21:00:00Z, 2026-11-20T14:30:00Z",
        "2 D, 2026-11-23T15:00:00Z, 2026-11-20T14:30:00Z",
        "10 D, 2026-11-21T15:00:00Z, 2026-11-09T14:30:00Z",
        "3600 S, 2026-11-20T15:10:00Z, 2026-11-19T20:40:00Z",
        "1800 S, 2026-11-21T15:10:00Z, 2026-11-20T20:30:00Z",
        "1 W, 2026-11-20T21:00:00Z, 2026-11-16T14:30:00Z",
        "1 M, 2026-11-20T21:00:00Z, 2026-10-21T13:30:00Z",
        "1 Y, 2026-11-20T21:00:00Z, 2025-11-21T14:30:00Z"
    })
    void shouldReachBackOverTradingTime(String duration, Instant end, Instant from) {
        assertThat(HistoryWindow.parse(duration).from(end, TradingCalendar.US_EQUITIES, true))
                .isEqualTo(from);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "D", "10", "0 D", "-1 D", "366 D", "86401 S", "10 X", "99999999999 D"})
    void shouldRefuseWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> HistoryWindow.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Invalid duration");
    }

    @Test
    void shouldKnowEverySizeByIbsName() {
        for (BarSize size : BarSize.values()) {
            assertThat(BarSize.parse(size.ibName())).contains(size);
        }
        assertThat(BarSize.parse("7 mins")).isEmpty();
    }
}
