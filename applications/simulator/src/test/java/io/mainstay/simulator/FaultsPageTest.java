package io.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.simulator.fault.FaultCatalogue;
import io.mainstay.simulator.fault.FaultKind;
import io.mainstay.simulator.fault.Pains;
import io.mainstay.simulator.fault.Strike;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultsPageTest {
    private static final Path PAGE = Path.of("../../documentation/faults.md");

    @Test
    void shouldHaveAPageThatSaysWhatTheCatalogueSays() throws IOException {
        Path written = Path.of("target/faults.md");
        Files.createDirectories(written.getParent());
        Files.writeString(written, page());
        assertThat(PAGE).as("copy applications/simulator/%s there", written).hasContent(page());
    }

    private static String page() {
        var page = new StringBuilder("""
                # Faults of the simulated gateway

                What `mainstay sim` can get wrong, when, and which troubles of real gateways that reproduces. A fault is switched
                on by `--scenario`, by a line of a scenario file, or at the control endpoint (`POST /faults/SPEC/on`, `/off`;
                `GET /faults` says what struck when); `mainstay sim faults` prints this list. In a scenario, those marked with a
                trigger have it unless they are given another.

                ## When a fault strikes

                ```
                """);
        page.append(Strike.SYNTAX).append("""
                ```

                `half-open@connection:3` loses the third connection, `late-answer=5s@probability:0.1` delays one answer in ten,
                `link-down@time:23:45@for:3m` loses the link in the night. The seed decides all chances.

                ## Scenario files

                `mainstay sim --scenario FILE`: one fault with its value and trigger, or one setting, a line; `#` begins a comment.

                ```
                set accounts DU1234567,DU7654321   # also cash, server-version, hours, seed, speed, master-client-id,
                set server-version 178             # fill-delay-ms, most-shares-per-fill, pushes-open-orders
                half-open@connection:3
                link-down=4s@time:10:15@for:3m
                ```

                ## The faults

                | fault | value | what it does | when it strikes | reproduces |
                |---|---|---|---|---|
                """);
        for (FaultKind kind : FaultCatalogue.kinds()) {
            String trigger = kind.usualStrike().isEmpty() ? "" : "; in a scenario `@" + kind.usualStrike() + "`";
            page.append("| `")
                    .append(kind.usual())
                    .append("` | ")
                    .append(kind.form())
                    .append(" | ")
                    .append(kind.what())
                    .append(" | ")
                    .append(kind.when())
                    .append(trigger)
                    .append(" | ")
                    .append(String.join(", ", Pains.ids(kind)))
                    .append(" |\n");
        }
        page.append("""

                ## The troubles

                What users of gateways report, and what shows it here.

                | id | trouble | faults | remark |
                |---|---|---|---|
                """);
        for (Pains.Pain pain : Pains.all()) {
            page.append("| ")
                    .append(pain.id())
                    .append(" | ")
                    .append(pain.symptom())
                    .append(" | ")
                    .append(pain.faults().stream().map(spec -> "`" + spec + "`").collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(pain.remark())
                    .append(" |\n");
        }
        return page.toString();
    }
}
