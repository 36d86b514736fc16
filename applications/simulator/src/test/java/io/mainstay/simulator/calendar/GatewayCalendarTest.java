package io.mainstay.simulator.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.simulator.fault.FaultCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayCalendarTest {
    @Test
    void shouldNameFaultsThatExistInTheCalendarsThatComeAlong() {
        for (String name : GatewayCalendar.NAMED) {
            assertThat(GatewayCalendar.of(name).events())
                    .as(name)
                    .hasSizeGreaterThan(3)
                    .allMatch(event -> FaultCatalogue.parse(event.fault()).isPresent());
        }
        assertThat(GatewayCalendar.of("none").events()).isEmpty();
    }

    @Test
    void shouldReadAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("c.txt"), """
                # mine
                Mon,Wed-Thu 09:45:10 Europe/Zurich slow-login=2s   # until it is switched off
                Sat-Mon     23:59    UTC           farm-flap       90s
                """);
        GatewayCalendar calendar = GatewayCalendar.of(file.toString());
        CalendarEvent first = calendar.events().getFirst();
        assertThat(first.lasting()).isEmpty();
        assertThat(moments(first, "2026-11-20T12:00:00Z", 4))
                .containsExactly(
                        "2026-11-23T08:45:10Z", "2026-11-25T08:45:10Z", "2026-11-26T08:45:10Z", "2026-11-30T08:45:10Z");
        assertThat(moments(calendar.events().getLast(), "2026-11-20T12:00:00Z", 4))
                .containsExactly(
                        "2026-11-21T23:59:00Z", "2026-11-22T23:59:00Z", "2026-11-23T23:59:00Z", "2026-11-28T23:59:00Z");
    }

    @Test
    void shouldHappenOnceADayWhenTheClocksChange() {
        CalendarEvent event = GatewayCalendar.parse("Sun-Sat 02:30 America/New_York farm-flap 1s")
                .events()
                .getFirst();
        assertThat(moments(event, "2026-03-07T00:00:00Z", 3))
                .as("half past two does not exist on the eighth")
                .containsExactly("2026-03-07T07:30:00Z", "2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z");
        CalendarEvent twice = GatewayCalendar.parse("Sun-Sat 01:30 America/New_York farm-flap 1s")
                .events()
                .getFirst();
        assertThat(moments(twice, "2026-10-31T00:00:00Z", 3))
                .as("half past one comes twice on the first")
                .containsExactly("2026-10-31T05:30:00Z", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon 09:00 Europe/Zurich             | line 1: DAYS TIME ZONE FAULT",
                "Mon 09:00 Europe/Zurich x 1m more   | line 1: DAYS TIME ZONE FAULT",
                "Mo 09:00 Europe/Zurich refuse 1m    | Mo is no day",
                "Mon 9:00 Europe/Zurich refuse 1m    | could not be parsed",
                "Mon 09:00 Europe/Nowhere refuse 1m  | Europe/Nowhere",
                "Mon 09:00 Europe/Zurich refuse 1d   | 1d is no duration"
            })
    void shouldSayWhatIsWrongWithALine(String line, String message) {
        assertThatThrownBy(() -> GatewayCalendar.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> GatewayCalendar.of("no-such-file"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none, us, europe, asia");
    }

    private static List<String> moments(CalendarEvent event, String after, int count) {
        var moments = new ArrayList<String>();
        Instant time = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            time = event.next(time);
            moments.add(time.toString());
        }
        return moments;
    }
}
