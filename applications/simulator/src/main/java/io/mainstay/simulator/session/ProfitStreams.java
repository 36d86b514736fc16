package io.mainstay.simulator.session;

import io.mainstay.protocol.message.Pnl;
import io.mainstay.protocol.message.PnlSingle;
import io.mainstay.protocol.message.ReqPnl;
import io.mainstay.protocol.message.ReqPnlSingle;
import io.mainstay.simulator.account.Account;
import io.mainstay.simulator.account.Position;
import io.mainstay.simulator.account.Valuation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/** The profit and loss of accounts and of single positions, once a second. */
final class ProfitStreams {
    private static final Duration PNL_EVERY = Duration.ofSeconds(1);

    private final Gateway gateway;
    private final AccountAnswers accounts;
    private final MarketPrices prices;
    private final StreamTable<Agenda.Planned> pnls = new StreamTable<>();

    ProfitStreams(Gateway gateway, AccountAnswers accounts, MarketPrices prices) {
        this.gateway = gateway;
        this.accounts = accounts;
        this.prices = prices;
    }

    void pnl(Session s, ReqPnl m) {
        Optional<Account> account = accounts.account(m.account());
        if (AccountAnswers.mayStart(s, m.reqId(), account, m.account(), pnls)) {
            everySecond(s, m.reqId(), () -> {
                Valuation value = accounts.value(account.orElseThrow());
                s.send(new Pnl(
                        m.reqId(), cents(value.dailyPnl()), cents(value.unrealizedPnl()), cents(value.realizedPnl())));
            });
        }
    }

    void cancelPnl(Session s, int reqId) {
        cancelPnl(s, reqId, 10185, "Failed to cancel PNL (not subscribed)");
    }

    void pnlSingle(Session s, ReqPnlSingle m) {
        Optional<Account> account = accounts.account(m.account());
        if (AccountAnswers.mayStart(s, m.reqId(), account, m.account(), pnls)) {
            // An unknown conId gets no answer at all, and the subscription stands: that is how gateways are.
            everySecond(
                    s,
                    m.reqId(),
                    () -> account.orElseThrow().positions().stream()
                            .filter(p -> p.instrument().conId() == m.conId())
                            .findFirst()
                            .ifPresent(p -> sendSingle(s, m.reqId(), p)));
        }
    }

    void cancelPnlSingle(Session s, int reqId) {
        cancelPnl(s, reqId, 10186, "Failed to cancel PNL Single (not subscribed)");
    }

    private void sendSingle(Session s, int reqId, Position p) {
        BigDecimal price = prices.last(p.instrument()).orElse(p.averageCost());
        s.send(new PnlSingle(
                reqId,
                p.quantity(),
                cents(Valuation.daily(p, price, prices)),
                cents(Valuation.unrealized(p, price)),
                cents(p.realizedPnl()),
                cents(Valuation.worth(p, price))));
    }

    private void everySecond(Session s, int reqId, Runnable action) {
        action.run();
        pnls.put(s, reqId, gateway.agenda().every(gateway.now().plus(PNL_EVERY), PNL_EVERY, due -> action.run()));
    }

    private void cancelPnl(Session s, int reqId, int code, String text) {
        pnls.remove(s, reqId).ifPresentOrElse(Agenda.Planned::cancel, () -> s.error(reqId, code, text));
    }

    void forget(Session s) {
        pnls.removeAll(s, Agenda.Planned::cancel);
    }

    private static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP);
    }
}
