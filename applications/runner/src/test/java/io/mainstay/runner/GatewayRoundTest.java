package io.mainstay.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.client.Instrument;
import io.mainstay.client.MainstayException;
import io.mainstay.client.Positions;
import io.mainstay.client.TradingSchedule;
import io.mainstay.runner.execution.Reconciliation;
import io.mainstay.runner.fake.FakeGateway;
import io.mainstay.runner.fake.FakeOrders;
import io.mainstay.runner.model.Book;
import io.mainstay.runner.model.Side;
import io.mainstay.runner.settings.Mode;
import io.mainstay.runner.settings.RunnerSettings;
import io.mainstay.runner.store.RunnerStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayRoundTest {
    private static final BigDecimal HUNDRED_NINETY_THREE = new BigDecimal("193");

    @TempDir
    Path home;

    private RunnerFixture fixture;
    private Instrument aapl;

    @BeforeEach
    void begin() {
        fixture = new RunnerFixture(home, "AAPL");
        fixture.settings = fixture.settings.withMode(Mode.GATEWAY);
        fixture.gateway.prices.put("AAPL", FakeGateway.Prices.of("102.90", "103.10", "103.00"));
        fixture.gateway.crossUp("AAPL");
        aapl = fixture.gateway.instrumentOf("AAPL");
    }

    private String key() {
        return fixture.rows("SELECT order_key FROM orders ORDER BY id DESC LIMIT 1")
                .getFirst();
    }

    private void nextBar() {
        fixture.clock.advance(Duration.ofMinutes(30));
    }

    @Test
    void shouldSendOneMarketOrderUnderItsKeyAndRecordItsWholeHistory() {
        assertThat(fixture.run()).as(fixture.out() + fixture.err()).isZero();

        // 2 % of 1,000,000 is 20,000: 193 shares at 103.10.
        assertThat(fixture.gateway.orders.placed).singleElement().satisfies(order -> {
            assertThat(order.side()).isEqualTo(Side.BUY);
            assertThat(order.quantity()).isEqualByComparingTo(HUNDRED_NINETY_THREE);
            assertThat(order.account()).isEqualTo("DU1234567");
            assertThat(order.key()).isEqualTo(key()).startsWith("mr-sma-" + aapl.conId() + "-B-");
        });
        assertThat(fixture.rows("SELECT state, done FROM orders")).containsExactly("FILLED|1");
        assertThat(fixture.rows("SELECT state, detail FROM order_events ORDER BY id"))
                .hasSizeGreaterThanOrEqualTo(4)
                .first()
                .asString()
                .startsWith("INTENT|");
        assertThat(fixture.rows("SELECT quantity, price, price_source FROM trades"))
                .containsExactly("193|100|gateway");
        assertThat(fixture.rows("SELECT commission FROM fills")).containsExactly("1.00");
    }

    @Test
    void shouldHaveTheIntentOnTheDiskBeforeTheOrderLeaves() {
        List<String> onDisk = new ArrayList<>();
        fixture.gateway.orders.onPlace = () -> onDisk.addAll(fixture.rows("SELECT state FROM orders"));
        fixture.run();
        assertThat(onDisk).containsExactly("INTENT");
    }

    @Test
    void shouldCallAnOrderUnknownAndOrderNothingNewForItsSymbolBeforeItIsReconciled() {
        fixture.gateway.orders.fate = order -> FakeOrders.Fate.inDoubt();
        assertThat(fixture.run()).isEqualTo(14);
        assertThat(fixture.rows("SELECT state, done FROM orders")).containsExactly("UNKNOWN|0");

        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(fixture.run()).isEqualTo(14);
        assertThat(fixture.gateway.orders.placed).hasSize(1);
        assertThat(fixture.out()).contains("in doubt");
    }

    @Test
    void shouldNotDoubleAnOrderWhoseSendingFailedInAnyWay() {
        fixture.gateway.orders.fate = order -> FakeOrders.Fate.throwing(new IllegalStateException("broken pipe"));
        assertThat(fixture.run()).isEqualTo(14);
        assertThat(fixture.rows("SELECT state FROM orders")).containsExactly("UNKNOWN");
        assertThat(fixture.run()).isEqualTo(14);
        assertThat(fixture.gateway.orders.placed).hasSize(1);
    }

    @Test
    void shouldFindTheFillOfAnOrderInDoubtAtTheNextStart() {
        fixture.gateway.orders.fate = order -> FakeOrders.Fate.inDoubt();
        fixture.run();
        fixture.gateway.orders.executions.add(
                FakeOrders.fill(aapl, Side.BUY, "DU1234567", key(), "x.1", HUNDRED_NINETY_THREE, "103.2"));

        assertThat(fixture.run()).as(fixture.out()).isZero();

        assertThat(fixture.rows("SELECT state, done FROM orders")).containsExactly("FILLED|1");
        assertThat(fixture.rows("SELECT quantity, average_cost FROM positions")).containsExactly("193|103.2");
        assertThat(fixture.run()).isZero();
        assertThat(fixture.rows("SELECT count(*) FROM trades")).containsExactly("1");
    }

    @Test
    void shouldLeaveAWorkingOrderAloneAndCountItsPartialFillsOnce() {
        fixture.gateway.orders.fate =
                order -> FakeOrders.Fate.working(List.of(FakeOrders.fill(order, "p.1", new BigDecimal("50"), "103")));
        assertThat(fixture.run()).isEqualTo(14);
        fixture.gateway.orders.open.add(FakeOrders.working(aapl.contract(), key()));
        fixture.gateway.orders.executions.add(
                FakeOrders.fill(aapl, Side.BUY, "DU1234567", key(), "p.1", new BigDecimal("50"), "103"));
        nextBar();

        fixture.run();

        assertThat(fixture.rows("SELECT state, done FROM orders")).containsExactly("WORKING|0");
        assertThat(fixture.rows("SELECT quantity FROM trades")).containsExactly("50");
    }

    @Test
    void shouldConcludeThatAnOrderNeverCameToBeOnlyOnceItIsOldEnough() {
        fixture.gateway.orders.fate = order -> FakeOrders.Fate.inDoubt();
        fixture.run();
        fixture.clock.advance(Duration.ofSeconds(90));
        fixture.run();
        assertThat(fixture.rows("SELECT state FROM orders")).containsExactly("UNKNOWN");
        fixture.clock.advance(Duration.ofSeconds(31));
        fixture.run();
        assertThat(fixture.rows("SELECT state, done FROM orders")).containsExactly("NOT_FOUND|1");
    }

    @Test
    void shouldNotConcludeAnythingFromTodaysListsAboutAnOrderOfAnotherDay() {
        fixture.gateway.orders.fate = order -> FakeOrders.Fate.inDoubt();
        fixture.run();
        fixture.clock.advance(Duration.ofDays(1));
        fixture.gateway.sessions.add(new TradingSchedule.Session(
                fixture.clock.instant().minus(Duration.ofHours(1)),
                fixture.clock.instant().plus(Duration.ofHours(1))));
        fixture.gateway.crossUp("AAPL");

        assertThat(fixture.run()).isEqualTo(14);
        assertThat(fixture.rows("SELECT state, done FROM orders")).containsExactly("UNKNOWN|0");

        try (RunnerStore store = RunnerStore.open(home)) {
            var book = new Book("gateway", "DU1234567");
            assertThatThrownBy(() -> Reconciliation.resolve(store, book, key(), fixture.clock.instant(), " "))
                    .isInstanceOf(IllegalArgumentException.class);
            Reconciliation.resolve(store, book, key(), fixture.clock.instant(), "the account shows no such trade");
        }
        assertThat(fixture.rows("SELECT state, done FROM orders")).containsExactly("CANCELLED|1");
    }

    @Test
    void shouldNotConcludeAnythingAboutOrdersOfAnotherClientId() {
        fixture.gateway.orders.fate = order -> FakeOrders.Fate.inDoubt();
        fixture.run();
        fixture.settings = fixture.settings.withGateway(new RunnerSettings.Gateway("127.0.0.1", 4002, 7, false));
        nextBar();
        assertThat(fixture.run()).isEqualTo(14);
        assertThat(fixture.rows("SELECT state, done FROM orders")).containsExactly("UNKNOWN|0");
        assertThat(fixture.out()).contains("IBKR_CLIENT_ID=123");
    }

    @Test
    void shouldReportARefusedOrderAndTryTheBarNoSecondTime() {
        fixture.gateway.orders.fate = order -> FakeOrders.Fate.rejected(201, "insufficient margin");
        assertThat(fixture.run()).isEqualTo(12);
        assertThat(fixture.rows("SELECT state, done FROM orders")).containsExactly("REJECTED|1");
        assertThat(fixture.out()).contains("insufficient margin (201)");
        fixture.run();
        assertThat(fixture.gateway.orders.placed).hasSize(1);
    }

    @Test
    void shouldSellOnlyWhatTheRunnerBoughtAndNeverMoreThanTheAccountHolds() {
        fixture.run();
        fixture.gateway.positions.add(
                new Positions.Position("DU1234567", aapl.contract(), new BigDecimal("1193"), new BigDecimal("50")));
        nextBar();
        fixture.gateway.crossDown("AAPL");
        fixture.run();
        assertThat(fixture.gateway.orders.placed.getLast().quantity()).isEqualByComparingTo("193");
        assertThat(fixture.gateway.orders.placed.getLast().side()).isEqualTo(Side.SELL);
    }

    @Test
    void shouldNotSellShortWhatSomebodyHasSoldByHand() {
        fixture.run();
        nextBar();
        fixture.gateway.crossDown("AAPL");
        assertThat(fixture.run()).isZero();
        assertThat(fixture.gateway.orders.placed).hasSize(1);
        assertThat(fixture.out()).contains("the account no longer holds them");
    }

    @Test
    void shouldOpenNothingWhileTheAccountsEquityIsUnknown() {
        fixture.gateway.summary.clear();
        assertThat(fixture.run()).isEqualTo(20);
        assertThat(fixture.gateway.orders.placed).isEmpty();
        assertThat(fixture.out()).contains("equity is not known");
    }

    @Test
    void shouldSendNothingWhenTheReconciliationHasNoAnswer() {
        fixture.gateway.orders.fate = order -> FakeOrders.Fate.inDoubt();
        fixture.run();
        fixture.gateway.openOrdersFailure = new MainstayException.TimedOut("no answer in 30 s", Duration.ofSeconds(30));
        assertThat(fixture.run()).isEqualTo(14);
        assertThat(fixture.gateway.orders.placed).hasSize(1);
        assertThat(fixture.rows("SELECT state FROM orders")).containsExactly("UNKNOWN");
    }

    @Test
    void shouldRefuseARealAccountInModeGatewayBeforeAnyOrder() {
        fixture.gateway.accounts.clear();
        fixture.gateway.accounts.add("U7654321");
        assertThat(fixture.run()).isEqualTo(2);
        assertThat(fixture.gateway.orders.placed).isEmpty();
        assertThat(fixture.out()).contains("needs a paper account").doesNotContain("U7654321");
    }

    @Test
    void shouldSendRealOrdersOnlyWithConfirmationToAnApprovedAccount() {
        fixture.gateway.accounts.clear();
        fixture.gateway.accounts.add("U7654321");
        fixture.gateway.money("U7654321", "1000000", "500000");
        fixture.settings = fixture.settings
                .withMode(Mode.LIVE)
                .withGateway(new RunnerSettings.Gateway("127.0.0.1", 4001, 1, false));
        assertThat(fixture.run()).isEqualTo(2);
        assertThat(fixture.attachments.get()).isZero();

        fixture.settings =
                fixture.settings.withAccount(new RunnerSettings.AccountChoice(Optional.empty(), List.of("U1"), true));
        assertThat(fixture.run()).isEqualTo(2);
        assertThat(fixture.gateway.orders.placed).isEmpty();

        fixture.settings = fixture.settings.withAccount(
                new RunnerSettings.AccountChoice(Optional.empty(), List.of("U7654321"), true));
        assertThat(fixture.run()).as(fixture.out()).isZero();
        assertThat(fixture.gateway.orders.placed).hasSize(1);
    }
}
