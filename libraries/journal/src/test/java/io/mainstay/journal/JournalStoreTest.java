package io.mainstay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalStoreTest {
    @TempDir
    Path folder;

    @Test
    void shouldKeepOrdersOverACloseAndAKill() throws Exception {
        OrderRow order = order(1, 380, 379);
        JournalStore left = JournalStore.open(file());
        left.upsertOrder(order);
        left.updateOrder(379, "SENT", 0);
        // Not closed: as after a kill, all that counts is what is on the disk.
        try (JournalStore after = JournalStore.open(file())) {
            assertThat(after.newestOrders(10))
                    .containsExactly(new OrderRow(1, 380, 379, 0, "ref", "SENT", "BUY 10 AAPL", 5));
            assertThat(after.highestUpstreamOrderId()).isEqualTo(379);
            assertThat(after.orderByClientId(1, 380)).isPresent();
            assertThat(after.orderByClientId(2, 380)).isEmpty();
            assertThat(after.orderByUpstreamId(379)).isPresent();
        }
        left.close();
    }

    @Test
    void shouldBeReadableByItsOwnerAlone() throws Exception {
        try (JournalStore store = JournalStore.open(file())) {
            store.upsertOrder(order(1, 1, 1));
            try (var all = Files.list(folder)) {
                assertThat(all.toList())
                        .isNotEmpty()
                        .allSatisfy(f -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                                .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void shouldNeverLetTwoOrdersShareAnId() throws Exception {
        try (JournalStore store = JournalStore.open(file())) {
            store.upsertOrder(order(1, 380, 379));
            assertThatThrownBy(() -> store.upsertOrder(order(2, 380, 379)))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("belongs to another order");
            assertThatThrownBy(() -> store.upsertOrder(order(1, 380, 400))).isInstanceOf(SQLException.class);
            assertThat(store.newestOrders(10)).containsExactly(order(1, 380, 379));
        }
    }

    @Test
    void shouldUpdateTheWishOfAnOrderAndLeaveItsStateAlone() throws Exception {
        try (JournalStore store = JournalStore.open(file())) {
            store.upsertOrder(order(1, 380, 379));
            store.updateOrder(379, "ACKNOWLEDGED", 99);
            store.upsertOrder(new OrderRow(1, 380, 379, 0, "ref", "INTENT", "BUY 20 AAPL", 6));
            assertThat(store.newestOrders(10))
                    .containsExactly(new OrderRow(1, 380, 379, 99, "ref", "ACKNOWLEDGED", "BUY 20 AAPL", 6));
        }
    }

    @Test
    void shouldGiveTheNewestOrdersOldestFirst() throws Exception {
        try (JournalStore store = JournalStore.open(file())) {
            for (int i = 1; i <= 10; i++) {
                store.upsertOrder(order(1, i, i));
            }
            assertThat(store.newestOrders(3))
                    .extracting(OrderRow::upstreamOrderId)
                    .containsExactly(8, 9, 10);
        }
    }

    @Test
    void shouldKeepEachFillOnceAndForgetNoneUntilItIsDelivered() throws Exception {
        try (JournalStore store = JournalStore.open(file())) {
            var first = new ExecutionRow("e.02", 1, "first", "");
            var second = new ExecutionRow("e.01", 1, "second", "fee");
            store.addExecutions(List.of(first, second, new ExecutionRow("x.01", 2, "other", "")));
            store.addExecutions(List.of(new ExecutionRow("e.02", 1, "again", "")));
            assertThat(store.undelivered(1)).containsExactly(first, second);
            store.setCommission("e.02", "late fee");
            store.markDelivered(List.of("e.01"));
            assertThat(store.undelivered(1)).containsExactly(new ExecutionRow("e.02", 1, "first", "late fee"));
            assertThat(store.knowsExecution("e.01"))
                    .as("delivered, and still known")
                    .isTrue();
            assertThat(store.knowsExecution("e.03")).isFalse();
        }
    }

    @Test
    void shouldTakeTheFileOfAnOlderVersionWithAllThatIsInIt() throws Exception {
        try (JournalStore older = JournalStore.open(file())) {
            older.upsertOrder(order(1, 380, 379));
        }
        execute("DROP TABLE owners");
        execute("PRAGMA user_version = 1");
        try (JournalStore store = JournalStore.open(file())) {
            assertThat(store.orderByClientId(1, 380)).isPresent();
            assertThat(store.owners()).isEmpty();
            store.addOwner(new OwnerRow(-2, "token:alice", 1, 1));
            assertThatThrownBy(() -> store.addOwner(new OwnerRow(-3, "token:alice", 1, 1)))
                    .as("one owner for ever")
                    .isInstanceOf(SQLException.class);
        }
        try (JournalStore again = JournalStore.open(file())) {
            assertThat(again.owners()).containsExactly(new OwnerRow(-2, "token:alice", 1, 1));
        }
    }

    @Test
    void shouldLeaveTheFileOfANewerVersionUntouched() throws Exception {
        JournalStore.open(file()).close();
        execute("PRAGMA user_version = " + (JournalStore.SCHEMA_VERSION + 1));
        byte[] before = Files.readAllBytes(file());
        assertThatThrownBy(() -> JournalStore.open(file()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("newer Mainstay");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void shouldRefuseAFileThatIsNoJournal() throws Exception {
        Files.write(
                file(),
                "this is not a database, and long enough to be looked at as one".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> JournalStore.open(file())).isInstanceOf(SQLException.class);
    }

    @Test
    void shouldSayWhereAJournalCannotBeMade() {
        Path nowhere = folder.resolve("missing").resolve("journal.db");
        assertThatThrownBy(() -> JournalStore.open(nowhere))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(nowhere.toString());
    }

    @Test
    void shouldChangeNothingWhenTheDiskIsFull() throws Exception {
        try (JournalStore store = JournalStore.open(file())) {
            store.upsertOrder(order(1, 1, 1));
            int pages = store.limitPages(20);
            var large = new OrderRow(1, 2, 2, 0, "", "INTENT", "x".repeat(1 << 20), 5);
            assertThatThrownBy(() -> store.upsertOrder(large))
                    .as("limited to %d pages", pages)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("full");
            assertThat(store.newestOrders(10)).containsExactly(order(1, 1, 1));
            store.upsertOrder(order(1, 3, 3));
            assertThat(store.highestUpstreamOrderId()).isEqualTo(3);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = new org.sqlite.JDBC().connect("jdbc:sqlite:" + file(), new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private Path file() {
        return folder.resolve("journal.db");
    }

    private static OrderRow order(int clientId, int clientOrderId, int upstreamOrderId) {
        return new OrderRow(clientId, clientOrderId, upstreamOrderId, 0, "ref", "INTENT", "BUY 10 AAPL", 5);
    }
}
