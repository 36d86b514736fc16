package io.mainstay.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.AccountDownloadEnd;
import io.mainstay.protocol.message.AccountSummary;
import io.mainstay.protocol.message.AccountUpdateMulti;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.PositionMulti;
import io.mainstay.protocol.message.UpdateAccountValue;
import io.mainstay.protocol.message.UpdatePortfolio;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountViewTest {
    private static final Contract APPLE = Contract.builder().symbol("AAPL").build();

    @Test
    void shouldShowOfEveryKindOfAccountNewsOnlyThatOfItsAccounts() {
        var view = new AccountView(Set.of("DU2"), () -> "DU1,DU2", null);
        for (Message own : newsOf("DU2")) {
            assertThat(view.see(own)).isSameAs(own);
        }
        for (Message others : newsOf("DU1")) {
            assertThat(view.see(others)).as(others.wireName()).isNull();
        }
    }

    private static List<Message> newsOf(String account) {
        BigDecimal one = BigDecimal.ONE;
        return List.of(
                new UpdateAccountValue("NetLiquidation", "1", "USD", account),
                new UpdatePortfolio(APPLE, one, one, one, one, one, one, account),
                new AccountDownloadEnd(account),
                new AccountSummary(1, account, "NetLiquidation", "1", "USD"),
                new AccountUpdateMulti(1, account, "", "NetLiquidation", "1", "USD"),
                new PositionData(account, APPLE, one, one),
                new PositionMulti(1, account, APPLE, one, one, ""));
    }
}
