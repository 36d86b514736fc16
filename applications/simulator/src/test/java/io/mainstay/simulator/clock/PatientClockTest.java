package io.mainstay.simulator.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PatientClockTest {
    private static final Instant START = Instant.parse("2026-11-20T15:00:00Z");

    private long nanos = 7;
    private final PatientClock clock = new PatientClock(START, 1000, () -> nanos);

    @Test
    void shouldRunAtItsRateWhileNothingIsDue() {
        nanos += 2_000_000;
        assertThat(clock.now()).isEqualTo(START.plusSeconds(2));
        clock.nothingDue();
        nanos += 1_000_000;
        assertThat(clock.now()).isEqualTo(START.plusSeconds(3));
    }

    @Test
    void shouldWaitForWhatIsDueAndNotMakeUpForTheWait() {
        assertThat(clock.nanosUntil(START.plusSeconds(1))).hasValue(1_000_000);
        nanos += 900_000_000;
        assertThat(clock.now()).as("a machine that is busy").isEqualTo(START.plusSeconds(1));
        assertThat(clock.nanosUntil(START.plusSeconds(3))).hasValue(2_000_000);
        nanos += 1_000_000;
        assertThat(clock.now()).isEqualTo(START.plusSeconds(2));
        clock.nothingDue();
        nanos += 5_000_000;
        assertThat(clock.now()).isEqualTo(START.plusSeconds(7));
    }

    @Test
    void shouldNeverRunBackwards() {
        nanos += 2_000_000;
        assertThat(clock.nanosUntil(START)).as("due since long").hasValue(0);
        assertThat(clock.now()).isEqualTo(START.plusSeconds(2));
    }
}
