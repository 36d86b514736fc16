package io.mainstay.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.port.JournaledOwner;
import io.mainstay.engine.port.StoredExecution;
import io.mainstay.journal.ExecutionRow;
import io.mainstay.journal.JournalStore;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Execution;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOrderJournalTest {
    @TempDir
    Path folder;

    @Test
    void shouldKeepAFillWithWhatOnlyTheNewestVersionHas() throws Exception {
        ExecDetails fill = new ExecDetails(
                -1,
                380,
                Contract.builder().conId(265598).symbol("A|B\\p").build(),
                Execution.builder()
                        .execId("e.01")
                        .price(new BigDecimal("189.5"))
                        .shares(BigDecimal.TEN)
                        .optExerciseOrLapseType(1)
                        .build());
        var commission = new CommissionAndFeesReport("e.01", new BigDecimal("1.25"), "USD", null, null, 0);
        try (var journal = new SqliteOrderJournal(file())) {
            journal.addExecutions(List.of(new StoredExecution(-2, fill, null)));
            journal.addCommission(commission);
        }
        try (var journal = new SqliteOrderJournal(file())) {
            assertThat(journal.undelivered(-2)).containsExactly(new StoredExecution(-2, fill, commission));
        }
    }

    @Test
    void shouldReadAFillThatAnOlderJournalHasAsText() throws Exception {
        String text =
                "11|-1|380|265598|A\\pB\\\\p|STK||0|||SMART|USD|A||e.01|20260610 10:00:00 UTC|DU9000001|NASDAQ|BOT|10"
                        + "|189.5|77|1|0|10|189.5|ref||||0|0||";
        try (JournalStore store = JournalStore.open(file())) {
            store.addExecutions(List.of(new ExecutionRow("e.01", 1, text, "")));
        }
        try (var journal = new SqliteOrderJournal(file())) {
            assertThat(journal.undelivered(1)).singleElement().satisfies(stored -> {
                assertThat(stored.execution().orderId()).isEqualTo(380);
                assertThat(stored.execution().contract().symbol()).isEqualTo("A|B\\p");
                assertThat(stored.execution().execution().orderRef()).isEqualTo("ref");
            });
        }
    }

    @Test
    void shouldKeepOwnersOverARestart() throws Exception {
        var owner = new JournaledOwner(-2, "token:alice", 1, 1);
        try (var journal = new SqliteOrderJournal(file())) {
            journal.addOwner(owner);
        }
        try (var journal = new SqliteOrderJournal(file())) {
            assertThat(journal.owners()).containsExactly(owner);
        }
    }

    private Path file() {
        return folder.resolve("journal.db");
    }
}
