package io.mainstay.client;

import io.mainstay.protocol.message.AccountSummaryEnd;
import io.mainstay.protocol.message.CancelAccountSummary;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqAccountSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The summary of all accounts, until its end marker. */
final class SummaryQuestion extends Gather<AccountSummary> {
    private static final String TAGS = "AccountType,NetLiquidation,TotalCashValue,SettledCash,AccruedCash,BuyingPower,"
            + "EquityWithLoanValue,PreviousDayEquityWithLoanValue,GrossPositionValue,RegTEquity,RegTMargin,SMA,"
            + "InitMarginReq,MaintMarginReq,AvailableFunds,ExcessLiquidity,Cushion,FullInitMarginReq,"
            + "FullMaintMarginReq,FullAvailableFunds,FullExcessLiquidity,LookAheadNextChange,Leverage,"
            + "DayTradesRemaining,RealizedPnL,UnrealizedPnL";

    private final List<AccountSummary.AccountValue> values = new ArrayList<>();

    @Override
    Outgoing question(int reqId) {
        return new ReqAccountSummary(reqId, "All", TAGS);
    }

    @Override
    Optional<Outgoing> cancel(int reqId) {
        return Optional.of(new CancelAccountSummary(reqId));
    }

    @Override
    boolean cancelAfterAnswer() {
        return true;
    }

    @Override
    public void onMessage(Incoming message) {
        if (message instanceof io.mainstay.protocol.message.AccountSummary row) {
            add(values, new AccountSummary.AccountValue(row.account(), row.tag(), row.value(), row.currency()));
        } else if (message.messageId() == AccountSummaryEnd.ID) {
            reply().complete(new AccountSummary(values, Instant.now()));
        }
    }
}
