package io.mainstay.runner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.mainstay.runner.fake.Bench;
import io.mainstay.runner.model.Book;
import io.mainstay.runner.model.Side;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerStoreTest {
    private static final Instant AT = Instant.parse("2026-11-24T17:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("2026-11-24");
    private static final Book BOOK = new Book("paper", "DU1234567");

    @TempDir
    Path home;

    private static BigDecimal n(String number) {
        return new BigDecimal(number);
    }

    private static OrderRow.New order(long runId, String key, Side side, String quantity) {
        return new OrderRow.New(
                key, runId, BOOK, 265598, "AAPL", side, n(quantity), n("100"), n("1000"), "sma", AT, "test", 123, DAY);
    }

    private static FillRow fill(String execId, String quantity, String price, String commission) {
        return new FillRow(
                execId,
                AT,
                n(quantity),
                n(price),
                "ask",
                BigDecimal.ZERO,
                Optional.of(commission).filter(c -> !c.isEmpty()).map(BigDecimal::new));
    }

    private OrderRow intend(RunnerStore store, String key, Side side, String quantity) {
        return store.transact(tx -> {
            long run = tx.runs().begin(AT, "paper", "test");
            return tx.orders().intend(order(run, key, side, quantity), AT);
        });
    }

    private static void finish(RunnerStore store, OrderRow order) {
        store.transact(tx -> {
            tx.orders().event(order.id(), AT, OrderState.FILLED, "done");
            return true;
        });
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve(RunnerStore.FILE_NAME));
                Statement s = connection.createStatement()) {
            s.executeUpdate(statement);
        }
    }

    @Test
    void shouldBeReadableByItsOwnerAlone() throws IOException {
        try (RunnerStore store = RunnerStore.open(home)) {
            intend(store, "a", Side.BUY, "1");
            for (String name : List.of("runner.db", "runner.db-wal", "runner.db-shm")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void shouldWriteAheadAndSynchroniseFully() {
        try (RunnerStore store = RunnerStore.open(home)) {
            assertThat(store.file()).exists();
            assertThat(Bench.rows(home, "PRAGMA journal_mode")).containsExactly("wal");
            assertThat(Bench.rows(home, "PRAGMA user_version")).containsExactly("1");
            String synchronous = store.transact(tx -> tx.pragma("synchronous"));
            assertThat(synchronous).isEqualTo("2");
        }
    }

    @Test
    void shouldRefuseADatabaseOfANewerVersionAndLeaveItAsItWas() throws Exception {
        try (RunnerStore store = RunnerStore.open(home)) {
            intend(store, "a", Side.BUY, "1");
        }
        sql("PRAGMA user_version = 99");
        byte[] before = Files.readAllBytes(home.resolve("runner.db"));

        assertThatThrownBy(() -> RunnerStore.open(home))
                .asInstanceOf(type(StoreException.class))
                .satisfies(e -> assertThat(e.why()).isEqualTo(StoreException.Cause.NEWER_SCHEMA))
                .satisfies(e -> assertThat(e).hasMessageContaining("99"));

        assertThat(Files.readAllBytes(home.resolve("runner.db"))).isEqualTo(before);
    }

    @Test
    void shouldSayThatAFileIsNoDatabase() throws IOException {
        Files.writeString(home.resolve("runner.db"), "this is a letter to my grandmother, ".repeat(100));

        assertThatThrownBy(() -> RunnerStore.open(home))
                .asInstanceOf(type(StoreException.class))
                .satisfies(e -> assertThat(e.why()).isEqualTo(StoreException.Cause.DAMAGED));
        assertThat(Files.readString(home.resolve("runner.db"))).contains("grandmother");
    }

    @Test
    void shouldKeepWhatItHeldWhenOpenedAgain() {
        try (RunnerStore store = RunnerStore.open(home)) {
            intend(store, "a", Side.BUY, "1");
        }
        try (RunnerStore store = RunnerStore.open(home)) {
            List<OrderRow> underWay = store.transact(tx -> tx.orders().underWay(BOOK));
            assertThat(underWay).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM orders",
                "DELETE FROM order_events",
                "UPDATE order_events SET state = 'FILLED'",
                "DELETE FROM trades",
                "UPDATE trades SET price = '1'",
                "DELETE FROM trade_commissions",
                "DELETE FROM signals",
                "DELETE FROM kill_switch",
                "UPDATE kill_switch SET engaged = 0",
                "DELETE FROM equity",
                "DELETE FROM runs"
            })
    void shouldRefuseToLoseHistory(String statement) {
        try (RunnerStore store = RunnerStore.open(home)) {
            OrderRow order = intend(store, "a", Side.BUY, "10");
            store.transact(tx -> {
                tx.orders().fill(order, fill("x", "10", "100", "1"));
                tx.runs().killSwitch(new RunRows.KillSwitchRow(AT, true, "test", "test"));
                tx.signals()
                        .signal(new SignalRows.SignalRow(
                                1, AT, BOOK, 1, "AAPL", "sma", Optional.empty(), "HOLD", "none", ""));
                tx.books().equity(1, BOOK, new BookRows.EquityRow(AT, n("1"), n("0"), n("1"), n("1")));
                return true;
            });
            assertThatThrownBy(() -> sql(statement)).hasMessageContaining("history is never");
        }
    }

    @Test
    void shouldRefuseAnAmountThatIsNoText() {
        try (RunnerStore store = RunnerStore.open(home)) {
            intend(store, "a", Side.BUY, "1");
            assertThat(Bench.rows(home, "SELECT typeof(quantity), typeof(reference_price) FROM orders"))
                    .containsExactly("text|text");
            assertThat(Bench.rows(home, "SELECT count(*) FROM sqlite_schema WHERE sql GLOB '* REAL[ ,)]*'"))
                    .containsExactly("0");
        }
    }

    @Test
    void shouldTakeOneOrderOfAContractAtATimeEvenFromSql() {
        try (RunnerStore store = RunnerStore.open(home)) {
            OrderRow first = intend(store, "a", Side.BUY, "10");
            assertThatThrownBy(() -> intend(store, "b", Side.SELL, "10"))
                    .asInstanceOf(type(StoreException.class))
                    .satisfies(e -> assertThat(e.why()).isEqualTo(StoreException.Cause.CONFLICT));
            finish(store, first);
            assertThat(intend(store, "b", Side.SELL, "10").state()).isEqualTo(OrderState.INTENT);
        }
    }

    @Test
    void shouldTakeAKeyOnceInABook() {
        try (RunnerStore store = RunnerStore.open(home)) {
            finish(store, intend(store, "a", Side.BUY, "10"));
            assertThatThrownBy(() -> intend(store, "a", Side.BUY, "10")).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void shouldUndoAllOfATransactionThatFails() {
        try (RunnerStore store = RunnerStore.open(home)) {
            assertThatThrownBy(() -> store.transact(tx -> {
                        long run = tx.runs().begin(AT, "paper", "test");
                        tx.orders().intend(order(run, "a", Side.BUY, "10"), AT);
                        throw new IllegalStateException("in the middle");
                    }))
                    .hasMessage("in the middle");
            assertThat(Bench.rows(home, "SELECT count(*) FROM orders")).containsExactly("0");
            assertThat(Bench.rows(home, "SELECT count(*) FROM runs")).containsExactly("0");
        }
    }

    @Test
    void shouldCountAFillOnceHoweverOftenItIsReported() {
        try (RunnerStore store = RunnerStore.open(home)) {
            OrderRow order = intend(store, "a", Side.BUY, "10");
            List<Boolean> news = store.transact(tx -> List.of(
                    tx.orders().fill(order, fill("x.1", "4", "100", "")),
                    tx.orders().fill(order, fill("x.1", "4", "100", "1.00")),
                    tx.orders().fill(order, fill("x.1", "4", "100", "1.00")),
                    tx.orders().fill(order, fill("y.1", "6", "101", "1.00"))));

            assertThat(news).containsExactly(true, false, false, true);
            BigDecimal filled = store.transact(tx -> tx.orders().filled(order.id()));
            assertThat(filled).isEqualByComparingTo("10");
            BigDecimal commissions = store.transact(tx -> tx.orders().commissions(order.id()));
            assertThat(commissions).isEqualByComparingTo("2.00");
            assertThat(Bench.rows(home, "SELECT quantity, average_cost, realised_pnl FROM positions"))
                    .containsExactly("10|100.6|-2");
        }
    }

    @Test
    void shouldNotCountACorrectedExecutionASecondTime() {
        try (RunnerStore store = RunnerStore.open(home)) {
            OrderRow order = intend(store, "a", Side.BUY, "10");
            store.transact(tx -> {
                tx.orders().fill(order, fill("0001f4e8.6745.01.01", "10", "100", "1.00"));
                tx.orders().fill(order, fill("0001f4e8.6745.01.02", "10", "99", "1.00"));
                return tx.orders().fill(order, fill("0001f4e8.6745.01.02", "10", "99", "1.00"));
            });
            assertThat(Bench.rows(home, "SELECT quantity, price FROM trades")).containsExactly("10|100");
            assertThat(Bench.rows(home, "SELECT detail FROM order_events WHERE detail LIKE '%corrects%'"))
                    .hasSize(1);
        }
    }

    @Test
    void shouldKeepTheAverageAndTheRealisedResultThroughOpeningClosingAndTurning() {
        try (RunnerStore store = RunnerStore.open(home)) {
            String[][] steps = {
                {"BUY", "10", "100", "10|100|0"},
                {"BUY", "10", "110", "20|105|0"},
                {"SELL", "5", "115", "15|105|50"},
                {"SELL", "20", "95", "-5|95|-100"},
                {"BUY", "5", "90", "0|0|-75"}
            };
            for (int i = 0; i < steps.length; i++) {
                OrderRow order = intend(store, "k" + i, Side.valueOf(steps[i][0]), steps[i][1]);
                String execId = "e" + i;
                FillRow fill = fill(execId, steps[i][1], steps[i][2], "");
                store.transact(tx -> tx.orders().fill(order, fill));
                finish(store, order);
                assertThat(Bench.rows(home, "SELECT quantity, average_cost, realised_pnl FROM positions"))
                        .as("step %d", i)
                        .containsExactly(steps[i][3]);
            }
        }
    }

    @Test
    void shouldKeepBarsUnderTheirOwnTimeAndCorrectThemInPlace() {
        try (RunnerStore store = RunnerStore.open(home)) {
            store.transact(tx -> {
                tx.signals()
                        .bars(
                                1,
                                "AAPL",
                                "30 mins",
                                List.of(
                                        bar("2026-11-24T14:30:00Z", "100", false),
                                        bar("2026-11-24T15:00:00Z", "101", false)));
                tx.signals().bars(1, "AAPL", "30 mins", List.of(bar("2026-11-24T15:00:00Z", "102", true)));
                tx.signals().bars(1, "AAPL", "5 mins", List.of(bar("2026-11-24T15:00:00Z", "7", true)));
                return true;
            });
            assertThat(Bench.rows(home, "SELECT bar_size, start_at, close, complete FROM bars ORDER BY 1, 2"))
                    .containsExactly(
                            "30 mins|2026-11-24T14:30:00.000Z|100|0",
                            "30 mins|2026-11-24T15:00:00.000Z|102|1",
                            "5 mins|2026-11-24T15:00:00.000Z|7|1");
        }
    }

    private static SignalRows.BarRow bar(String start, String close, boolean complete) {
        return new SignalRows.BarRow(
                Instant.parse(start), n("1"), n("1"), n("1"), n(close), n("5"), n("1"), 3, complete);
    }

    @Test
    void shouldLetTwoProcessesOrderOneThingOnceInAll() throws Exception {
        try (RunnerStore one = RunnerStore.open(home);
                RunnerStore other = RunnerStore.open(home);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            long run = one.transact(tx -> tx.runs().begin(AT, "paper", "test"));
            for (int i = 0; i < 50; i++) {
                String key = "race-" + i;
                List<Callable<Boolean>> both =
                        List.of(() -> orderIfFree(one, run, key), () -> orderIfFree(other, run, key));
                int ordered = 0;
                for (Future<Boolean> end : threads.invokeAll(both)) {
                    ordered += end.get() ? 1 : 0;
                }
                assertThat(ordered).isEqualTo(1);
                finish(one, one.transact(tx -> tx.orders().byKey(BOOK, key)).orElseThrow());
            }
        }
    }

    private static boolean orderIfFree(RunnerStore store, long run, String key) {
        return store.transact(tx -> {
            if (tx.orders().byKey(BOOK, key).isPresent()
                    || tx.orders().underWay(BOOK, 265598).isPresent()) {
                return false;
            }
            tx.orders().intend(order(run, key, Side.BUY, "1"), AT);
            return true;
        });
    }

    @Test
    void shouldRefuseWorkAfterItIsClosed() {
        RunnerStore store = RunnerStore.open(home);
        store.close();
        store.close();
        assertThatThrownBy(() -> store.transact(tx -> true))
                .asInstanceOf(type(StoreException.class))
                .satisfies(e -> assertThat(e.why()).isEqualTo(StoreException.Cause.CLOSED));
    }

    @Test
    void shouldTellAFullDiskByWhatSqliteSays() throws SQLException {
        RunnerStore.open(home).close();
        try (RunnerStore store = RunnerStore.open(home)) {
            // SQLite itself says that the disk is full once a database may not grow.
            store.transact(tx -> tx.pragma("max_page_count = 1"));
            assertThatThrownBy(() -> store.transact(tx -> {
                        for (int i = 0; i < 200; i++) {
                            tx.runs().begin(AT, "paper", "x".repeat(4_000));
                        }
                        return true;
                    }))
                    .asInstanceOf(type(StoreException.class))
                    .satisfies(e -> assertThat(e.why()).isEqualTo(StoreException.Cause.DISK_FULL));
            assertThat(Bench.rows(home, "SELECT count(*) FROM runs")).containsExactly("0");
        }
    }
}
