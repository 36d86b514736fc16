package io.mainstay.protocol.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TickTypeTest {
    private static final Path FACTS = Path.of("../../../shared/protocol/ticks.csv");

    @Test
    void shouldAgreeWithEveryRowOfTheTableOfFacts() throws IOException {
        if (!Files.exists(FACTS)) {
            abort("the table is not here: " + FACTS);
        }
        List<String> lines = Files.readAllLines(FACTS);
        var problems = new ArrayList<String>();
        for (String line : lines.subList(1, lines.size())) {
            String[] row = line.split(",", -1);
            TickType type = TickType.of(Integer.parseInt(row[0]));
            // 111 is a mark inside clients that is never sent
            boolean agrees = row[1].equals("NOT_SET")
                    ? !type.known()
                    : type.known()
                            && type.name().equals(row[1])
                            && type.message().equals(row[2])
                            && type.genericTick().equals(row[3])
                            && type.live() == Integer.parseInt(row[4].isEmpty() ? row[0] : row[4]);
            if (!agrees) {
                problems.add(line + " <> " + type);
            }
        }
        assertThat(problems).isEmpty();
        assertThat(lines).hasSizeGreaterThan(110);
    }

    @Test
    void shouldTakeADelayedTickForItsLiveOne() {
        assertThat(TickType.of(66).name()).isEqualTo("DELAYED_BID");
        assertThat(TickType.of(66).live()).isEqualTo(TickType.BID);
        assertThat(TickType.of(66).delayed()).isTrue();
        assertThat(TickType.of(TickType.ASK).delayed()).isFalse();
    }

    @Test
    void shouldTakeANumberThatIsNotWrittenDownAsItIs() {
        for (int number : new int[] {-1, 111, 999, 1_000, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            TickType type = TickType.of(number);
            assertThat(type.known()).isFalse();
            assertThat(type.name()).isEqualTo("UNKNOWN_" + number);
            assertThat(type.live()).isEqualTo(number);
        }
    }
}
