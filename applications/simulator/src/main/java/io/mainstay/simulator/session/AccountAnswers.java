package io.mainstay.simulator.session;

import io.mainstay.protocol.message.AccountDownloadEnd;
import io.mainstay.protocol.message.AccountSummary;
import io.mainstay.protocol.message.AccountSummaryEnd;
import io.mainstay.protocol.message.AccountUpdateMulti;
import io.mainstay.protocol.message.AccountUpdateMultiEnd;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.PositionMulti;
import io.mainstay.protocol.message.PositionMultiEnd;
import io.mainstay.protocol.message.ReqAccountSummary;
import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.ReqAccountUpdatesMulti;
import io.mainstay.protocol.message.ReqPositionsMulti;
import io.mainstay.protocol.message.UpdateAccountTime;
import io.mainstay.protocol.message.UpdateAccountValue;
import io.mainstay.protocol.message.UpdatePortfolio;
import io.mainstay.simulator.account.Account;
import io.mainstay.simulator.account.Position;
import io.mainstay.simulator.account.Prices;
import io.mainstay.simulator.account.Valuation;
import io.mainstay.simulator.market.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Accounts, positions and summaries: answers, and what is pushed when a trade changes them. */
final class AccountAnswers {
    private static final int MOST_SUMMARIES = 2;
    private static final int MOST_STREAMS = 100;
    private static final Duration PUSH_EVERY = Duration.ofMinutes(3);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");

    private record Summary(
            Session session, ReqAccountSummary request, Agenda.Planned repeat, Map<String, String> sent) {}

    private record Multi(Session session, int reqId, Account account, String model, boolean positions) {}

    private record Updates(Account account, Agenda.Planned repeat) {}

    private final Gateway gateway;
    private final Map<String, Account> accounts;
    private final MarketPrices prices;
    private final StreamTable<Summary> summaries = new StreamTable<>();
    private final StreamTable<Multi> positionsMulti = new StreamTable<>();
    private final StreamTable<Multi> updatesMulti = new StreamTable<>();
    /** Whose account updates go to whom: one account a session. */
    private final Map<Session, Updates> updates = new LinkedHashMap<>();
    /** Who is told of positions. */
    private final Set<Session> positionListeners = new LinkedHashSet<>();

    AccountAnswers(Gateway gateway, Map<String, Account> accounts, MarketPrices prices) {
        this.gateway = gateway;
        this.accounts = accounts;
        this.prices = prices;
    }

    /** The account of that code; the first one where the code is empty. */
    Optional<Account> account(String code) {
        return code.isEmpty()
                ? Optional.of(accounts.values().iterator().next())
                : Optional.ofNullable(accounts.get(code));
    }

    Prices prices() {
        return prices;
    }

    Valuation value(Account account) {
        return Valuation.of(account, prices);
    }

    void summary(Session s, ReqAccountSummary m) {
        if (summaries.find(s, m.reqId()).isPresent()) {
            s.error(m.reqId(), 322, "Error processing request.-'yd' : cause - Duplicate ticker id");
        } else if (summaries.count(s) >= MOST_SUMMARIES) {
            s.error(
                    m.reqId(),
                    322,
                    "Error processing request.-'yd' : cause - Maximum number of account summary requests exceeded");
        } else if (!m.groupName().equals("All")) {
            s.error(
                    m.reqId(),
                    321,
                    "Error validating request.-'bp' : cause - Group name '" + m.groupName()
                            + "' is unknown; only All exists here");
        } else if (m.tags().isBlank()) {
            s.error(m.reqId(), 321, "Error validating request.-'bp' : cause - Tags are missing");
        } else {
            var repeat = gateway.agenda().every(gateway.now().plus(PUSH_EVERY), PUSH_EVERY, due -> push(s, m.reqId()));
            var summary = new Summary(s, m, repeat, new HashMap<>());
            summaries.put(s, m.reqId(), summary);
            push(s, m.reqId());
            s.send(new AccountSummaryEnd(m.reqId()));
        }
    }

    void cancelSummary(Session s, int reqId) {
        summaries.remove(s, reqId).ifPresent(summary -> summary.repeat().cancel());
    }

    private void push(Session s, int reqId) {
        summaries.find(s, reqId).ifPresent(this::push);
    }

    private void push(Summary summary) {
        for (Account account : accounts.values()) {
            Valuation value = value(account);
            for (String tag : summary.request().tags().split(",")) {
                summaryRows(account, value, tag.trim()).forEach((key, text) -> {
                    String[] tagAndCurrency = key.split("/", -1);
                    String old = summary.sent().put(account.code() + key, text);
                    if (!text.equals(old)) {
                        summary.session()
                                .send(new AccountSummary(
                                        summary.request().reqId(),
                                        account.code(),
                                        tagAndCurrency[0],
                                        text,
                                        tagAndCurrency[1]));
                    }
                });
            }
        }
    }

    /** Values under {@code tag/currency}; none for a tag that nobody knows, as gateways do. */
    private static Map<String, String> summaryRows(Account account, Valuation value, String tag) {
        var rows = new LinkedHashMap<String, String>();
        if (tag.startsWith("$LEDGER")) {
            ledger(value).forEach((key, text) -> rows.put(key + "/USD", text));
            return rows;
        }
        String amount = value.amounts().get(tag);
        if (amount != null) {
            rows.put(tag + "/USD", amount);
            return rows;
        }
        switch (tag) {
            case "AccountType" -> rows.put("AccountType/", "INDIVIDUAL");
            case "Cushion" -> rows.put("Cushion/", value.cushion());
            case "DayTradesRemaining" -> rows.put("DayTradesRemaining/", "-1");
            case "HighestSeverity" -> rows.put("HighestSeverity/", "0");
            case "Leverage", "Leverage-S" -> rows.put("Leverage/", value.leverage());
            case "LookAheadNextChange" -> rows.put("LookAheadNextChange/", "0");
            case "AccountCode" -> rows.put("AccountCode/", account.code());
            default -> {}
        }
        return rows;
    }

    private static Map<String, String> ledger(Valuation value) {
        var rows = new LinkedHashMap<String, String>();
        rows.put("AccruedCash", "0.00");
        rows.put("CashBalance", Valuation.money(value.cash()));
        rows.put("Currency", "USD");
        rows.put("ExchangeRate", "1.00");
        rows.put("NetLiquidationByCurrency", Valuation.money(value.netLiquidation()));
        rows.put("RealCurrency", "USD");
        rows.put("RealizedPnL", Valuation.money(value.realizedPnl()));
        rows.put("StockMarketValue", Valuation.money(value.stockValue()));
        rows.put("TotalCashBalance", Valuation.money(value.cash()));
        rows.put("UnrealizedPnL", Valuation.money(value.unrealizedPnl()));
        return rows;
    }

    void updates(Session s, ReqAccountUpdates m) {
        if (!m.subscribe()) {
            stopUpdates(s);
            return;
        }
        Optional<Account> account = account(m.acctCode());
        if (account.isEmpty()) {
            s.error(
                    -1,
                    321,
                    "Error validating request.-'cc' : cause - The account code '" + m.acctCode() + "' is invalid");
            return;
        }
        List<String> others = updates.entrySet().stream()
                .filter(other ->
                        !other.getKey().equals(s) && !other.getValue().account().equals(account.get()))
                .map(other -> Integer.toString(other.getKey().requireClientId()))
                .toList();
        if (!others.isEmpty()) {
            s.error(
                    -1,
                    2101,
                    "Unable subscribe to account as the following clients are subscribed to a different account.{"
                            + String.join(",", others) + "}");
            return;
        }
        stopUpdates(s);
        Agenda.Planned repeat =
                gateway.agenda().every(gateway.now().plus(PUSH_EVERY), PUSH_EVERY, due -> download(s, account.get()));
        updates.put(s, new Updates(account.get(), repeat));
        download(s, account.get());
        s.send(new AccountDownloadEnd(account.get().code()));
    }

    private void stopUpdates(Session s) {
        Updates old = updates.remove(s);
        if (old != null) {
            old.repeat().cancel();
        }
    }

    private void download(Session s, Account account) {
        accountValues(account)
                .forEach(v -> s.send(new UpdateAccountValue(v.key(), v.value(), v.currency(), account.code())));
        for (Position position : account.positions()) {
            portfolio(s, account, position);
        }
        s.send(new UpdateAccountTime(MINUTE.format(LocalTime.ofInstant(gateway.now(), Instrument.ZONE))));
    }

    private record Value(String key, String value, String currency) {}

    private List<Value> accountValues(Account account) {
        Valuation value = value(account);
        var values = new ArrayList<Value>();
        values.add(new Value("AccountCode", account.code(), ""));
        values.add(new Value("AccountOrGroup", account.code(), "USD"));
        values.add(new Value("AccountReady", "true", ""));
        values.add(new Value("AccountType", "INDIVIDUAL", ""));
        value.amounts().forEach((key, amount) -> values.add(new Value(key, amount, "USD")));
        ledger(value).forEach((key, amount) -> values.add(new Value(key, amount, "USD")));
        values.add(new Value("Cushion", value.cushion(), ""));
        values.add(new Value("DayTradesRemaining", "-1", ""));
        values.add(new Value("Leverage-S", value.leverage(), ""));
        return values;
    }

    private void portfolio(Session s, Account account, Position position) {
        BigDecimal price = prices.last(position.instrument()).orElse(position.averageCost());
        Contract contract = Contracts.describe(position.instrument(), "");
        s.send(new UpdatePortfolio(
                contract,
                position.quantity(),
                price,
                Valuation.worth(position, price).setScale(2, RoundingMode.HALF_UP),
                cost(position),
                Valuation.unrealized(position, price).setScale(2, RoundingMode.HALF_UP),
                position.realizedPnl().setScale(2, RoundingMode.HALF_UP),
                account.code()));
    }

    void updatesMulti(Session s, ReqAccountUpdatesMulti m) {
        Optional<Account> account = account(m.account());
        if (mayStart(s, m.reqId(), account, m.account(), updatesMulti)) {
            var multi = new Multi(s, m.reqId(), account.orElseThrow(), m.modelCode(), false);
            updatesMulti.put(s, m.reqId(), multi);
            send(multi);
            s.send(new AccountUpdateMultiEnd(m.reqId()));
        }
    }

    void cancelUpdatesMulti(Session s, int reqId) {
        updatesMulti.remove(s, reqId);
    }

    void positionsMulti(Session s, ReqPositionsMulti m) {
        Optional<Account> account = account(m.account());
        if (mayStart(s, m.reqId(), account, m.account(), positionsMulti)) {
            var multi = new Multi(s, m.reqId(), account.orElseThrow(), m.modelCode(), true);
            positionsMulti.put(s, m.reqId(), multi);
            send(multi);
            s.send(new PositionMultiEnd(m.reqId()));
        }
    }

    void cancelPositionsMulti(Session s, int reqId) {
        positionsMulti.remove(s, reqId);
    }

    static boolean mayStart(Session s, int reqId, Optional<Account> account, String code, StreamTable<?> table) {
        if (account.isEmpty()) {
            s.error(reqId, 321, "Error validating request.-'cc' : cause - The account code '" + code + "' is invalid");
        } else if (table.find(s, reqId).isPresent()) {
            s.error(reqId, 322, "Error processing request.-'yd' : cause - Duplicate ticker id");
        } else if (table.count(s) >= MOST_STREAMS) {
            s.error(
                    reqId,
                    322,
                    "Error processing request.-'yd' : cause - " + MOST_STREAMS + " such requests are active");
        } else {
            return true;
        }
        return false;
    }

    private void send(Multi multi) {
        Account account = multi.account();
        if (multi.positions()) {
            for (Position p : account.positions()) {
                multi.session()
                        .send(new PositionMulti(
                                multi.reqId(),
                                account.code(),
                                positionContract(p),
                                p.quantity(),
                                cost(p),
                                multi.model()));
            }
        } else {
            for (Value v : accountValues(account)) {
                multi.session()
                        .send(new AccountUpdateMulti(
                                multi.reqId(), account.code(), multi.model(), v.key(), v.value(), v.currency()));
            }
        }
    }

    void positions(Session s) {
        positionListeners.add(s);
        for (Account account : accounts.values()) {
            account.positions().stream().filter(Position::isOpen).forEach(p -> s.send(position(account, p)));
        }
        s.send(new PositionEnd());
    }

    void cancelPositions(Session s) {
        positionListeners.remove(s);
    }

    private static Incoming position(Account account, Position p) {
        return new PositionData(account.code(), positionContract(p), p.quantity(), cost(p));
    }

    private static Contract positionContract(Position p) {
        return Contracts.describe(p.instrument(), p.instrument().primaryExchange());
    }

    private static BigDecimal cost(Position p) {
        BigDecimal cost = p.averageCostOfOne();
        return cost.setScale(Math.min(8, Math.max(2, cost.scale())), RoundingMode.HALF_UP);
    }

    /** Tells everybody concerned that a trade has changed a position and the cash. */
    void traded(Account account, Position position) {
        for (Session s : positionListeners) {
            s.send(position(account, position));
        }
        updates.forEach((s, u) -> {
            if (u.account().equals(account)) {
                download(s, account);
            }
        });
        positionsMulti.all().stream().filter(m -> m.account().equals(account)).forEach(this::send);
        updatesMulti.all().stream().filter(m -> m.account().equals(account)).forEach(this::send);
        summaries.all().forEach(this::push);
    }

    void forget(Session s) {
        stopUpdates(s);
        positionListeners.remove(s);
        summaries.removeAll(s, summary -> summary.repeat().cancel());
        positionsMulti.removeAll(s, m -> {});
        updatesMulti.removeAll(s, m -> {});
    }
}
