package io.mainstay.simulator.session;

import io.mainstay.protocol.message.CalculateImpliedVolatility;
import io.mainstay.protocol.message.CalculateOptionPrice;
import io.mainstay.protocol.message.CancelAccountSummary;
import io.mainstay.protocol.message.CancelAccountUpdatesMulti;
import io.mainstay.protocol.message.CancelCalculateImpliedVolatility;
import io.mainstay.protocol.message.CancelCalculateOptionPrice;
import io.mainstay.protocol.message.CancelContractData;
import io.mainstay.protocol.message.CancelHeadTimestamp;
import io.mainstay.protocol.message.CancelHistogramData;
import io.mainstay.protocol.message.CancelHistoricalData;
import io.mainstay.protocol.message.CancelHistoricalTicks;
import io.mainstay.protocol.message.CancelMktData;
import io.mainstay.protocol.message.CancelMktDepth;
import io.mainstay.protocol.message.CancelNewsBulletins;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.CancelPnl;
import io.mainstay.protocol.message.CancelPnlSingle;
import io.mainstay.protocol.message.CancelPositions;
import io.mainstay.protocol.message.CancelPositionsMulti;
import io.mainstay.protocol.message.CancelRealTimeBars;
import io.mainstay.protocol.message.CancelScannerSubscription;
import io.mainstay.protocol.message.CancelTickByTickData;
import io.mainstay.protocol.message.ExerciseOptions;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.QueryDisplayGroups;
import io.mainstay.protocol.message.ReqAccountSummary;
import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.ReqAccountUpdatesMulti;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqAutoOpenOrders;
import io.mainstay.protocol.message.ReqCompletedOrders;
import io.mainstay.protocol.message.ReqConfig;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqCurrentTime;
import io.mainstay.protocol.message.ReqCurrentTimeInMillis;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqGlobalCancel;
import io.mainstay.protocol.message.ReqHeadTimestamp;
import io.mainstay.protocol.message.ReqHistogramData;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqHistoricalNews;
import io.mainstay.protocol.message.ReqHistoricalTicks;
import io.mainstay.protocol.message.ReqMarketDataType;
import io.mainstay.protocol.message.ReqMarketRule;
import io.mainstay.protocol.message.ReqMatchingSymbols;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqMktDepthExchanges;
import io.mainstay.protocol.message.ReqNewsArticle;
import io.mainstay.protocol.message.ReqNewsBulletins;
import io.mainstay.protocol.message.ReqNewsProviders;
import io.mainstay.protocol.message.ReqOpenOrders;
import io.mainstay.protocol.message.ReqPnl;
import io.mainstay.protocol.message.ReqPnlSingle;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.ReqPositionsMulti;
import io.mainstay.protocol.message.ReqRealTimeBars;
import io.mainstay.protocol.message.ReqScannerParameters;
import io.mainstay.protocol.message.ReqScannerSubscription;
import io.mainstay.protocol.message.ReqSecDefOptParams;
import io.mainstay.protocol.message.ReqSmartComponents;
import io.mainstay.protocol.message.ReqTickByTickData;
import io.mainstay.protocol.message.SubscribeToGroupEvents;
import io.mainstay.protocol.message.UnsubscribeFromGroupEvents;
import io.mainstay.protocol.message.UpdateConfig;
import io.mainstay.protocol.message.UpdateDisplayGroup;
import io.mainstay.simulator.account.Account;
import io.mainstay.simulator.fault.Levers.Restored;
import io.mainstay.simulator.fault.Mode;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Instruments;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.Quote;
import io.mainstay.simulator.market.RecordedDataException;
import io.mainstay.simulator.order.OrderBook;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends each request to the part of the gateway that answers it. */
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
    private static final int MOST_HELD = 1000;

    private final Gateway gateway;
    private final OrderBook orderBook = new OrderBook();
    private final AccountAnswers accounts;
    private final ProfitStreams profits;
    private final ContractAnswers contracts;
    private final HistoryAnswers history;
    private final QuoteStreams quotes;
    private final DepthStreams depth;
    private final OptionAnswers options;
    private final ExerciseAnswers exercises;
    private final HistogramAnswers histograms;
    private final ScannerAnswers scanners;
    private final NewsAnswers news;
    private final DisplayGroups groups = new DisplayGroups();
    private final TimeAnswers times;
    private final TickAnswers ticks;
    private final OrderAnswers orders;
    private final ConfigAnswers config;
    private final PlainAnswers plain;
    /** Order requests that wait for a dialog or for the link; at most {@link #MOST_HELD}. */
    private final List<Held> held = new ArrayList<>();

    private boolean linkDown;

    private record Held(Session session, Message message) {}

    Requests(Gateway gateway, Instruments instruments, MarketData market) {
        this.gateway = gateway;
        var prices = new MarketPrices(market, instruments, gateway::now);
        var resolver = new Contracts(instruments, gateway::now);
        Map<String, Account> owned = new LinkedHashMap<>();
        for (String code : gateway.settings().accounts()) {
            var account = new Account(code, gateway.settings().initialCashUsd());
            endow(account, instruments, prices, 265598, 100);
            endow(account, instruments, prices, 756733, 50);
            owned.put(code, account);
        }
        accounts = new AccountAnswers(gateway, owned, prices);
        profits = new ProfitStreams(gateway, accounts, prices);
        contracts = new ContractAnswers(gateway, resolver, instruments);
        history = new HistoryAnswers(gateway, resolver, market);
        news = new NewsAnswers(gateway, instruments, market);
        quotes = new QuoteStreams(gateway, resolver, market, instruments, news);
        depth = new DepthStreams(gateway, resolver, market);
        options = new OptionAnswers(gateway, resolver);
        exercises = new ExerciseAnswers(gateway, resolver, instruments, accounts, prices);
        histograms = new HistogramAnswers(gateway, resolver, market);
        scanners = new ScannerAnswers(gateway, instruments, market);
        times = new TimeAnswers(gateway);
        ticks = new TickAnswers(gateway, resolver, market);
        orders = new OrderAnswers(gateway, resolver, instruments, orderBook, accounts, prices);
        config = new ConfigAnswers(gateway);
        plain = new PlainAnswers(gateway, orderBook);
    }

    /** A position from before the simulator started, bought three percent below the first price. */
    private static void endow(Account account, Instruments all, MarketPrices prices, int conId, int quantity) {
        Instrument instrument =
                all.byConId(conId).orElseThrow(() -> new IllegalStateException("the instrument list lacks " + conId));
        BigDecimal price = prices.quote(instrument).map(Quote::last).orElse(instrument.basePrice());
        account.endow(
                instrument,
                BigDecimal.valueOf(quantity),
                price.multiply(new BigDecimal("0.97")).setScale(2, RoundingMode.HALF_UP));
    }

    OrderBook orderBook() {
        return orderBook;
    }

    NewsAnswers news() {
        return news;
    }

    OrderAnswers orders() {
        return orders;
    }

    boolean isLinkDown() {
        return linkDown;
    }

    void answer(Session session, Message message) {
        try {
            route(session, message);
        } catch (RecordedDataException e) {
            LOG.error("{} of connection {} is not answered", message.wireName(), session.number(), e);
            int id = message instanceof HasReqId request ? request.reqId() : -1;
            session.error(id, 162, "Historical Market Data Service error message:" + e.getMessage());
        }
    }

    private void route(Session session, Message message) {
        if (isOrderTraffic(message)) {
            orderTraffic(session, message);
        } else if (!linkDown || !needsTheLink(message)) {
            dispatch(session, message);
        }
    }

    private void orderTraffic(Session session, Message message) {
        boolean waits =
                linkDown || (message instanceof PlaceOrder && gateway.faults().any(Mode.HOLDS_ORDERS));
        if (!waits) {
            dispatch(session, message);
        } else if (held.size() < MOST_HELD) {
            held.add(new Held(session, message));
        } else {
            int id = message instanceof PlaceOrder order ? order.orderId() : -1;
            session.error(id, 201, "Order rejected - reason:" + MOST_HELD + " orders are waiting already");
        }
    }

    private static boolean isOrderTraffic(Message message) {
        return message instanceof PlaceOrder || message instanceof CancelOrder || message instanceof ReqGlobalCancel;
    }

    private static boolean needsTheLink(Message message) {
        return switch (message) {
            case ReqContractDetails m -> true;
            case ReqMatchingSymbols m -> true;
            case ReqHistoricalData m -> true;
            case ReqHeadTimestamp m -> true;
            case ReqHistoricalTicks m -> true;
            case ReqMktData m -> true;
            case ReqRealTimeBars m -> true;
            case ReqTickByTickData m -> true;
            case ReqMktDepth m -> true;
            case ReqHistogramData m -> true;
            case ReqScannerSubscription m -> true;
            case ReqScannerParameters m -> true;
            case ReqSecDefOptParams m -> true;
            case ReqHistoricalNews m -> true;
            case ReqNewsArticle m -> true;
            default -> false;
        };
    }

    private void dispatch(Session s, Message message) {
        switch (message) {
            case ReqAccountSummary m -> accounts.summary(s, m);
            case CancelAccountSummary m -> accounts.cancelSummary(s, m.reqId());
            case ReqAccountUpdates m -> accounts.updates(s, m);
            case ReqAccountUpdatesMulti m -> accounts.updatesMulti(s, m);
            case CancelAccountUpdatesMulti m -> accounts.cancelUpdatesMulti(s, m.reqId());
            case ReqPositions m -> accounts.positions(s);
            case CancelPositions m -> accounts.cancelPositions(s);
            case ReqPositionsMulti m -> accounts.positionsMulti(s, m);
            case CancelPositionsMulti m -> accounts.cancelPositionsMulti(s, m.reqId());
            case ReqPnl m -> profits.pnl(s, m);
            case CancelPnl m -> profits.cancelPnl(s, m.reqId());
            case ReqPnlSingle m -> profits.pnlSingle(s, m);
            case CancelPnlSingle m -> profits.cancelPnlSingle(s, m.reqId());
            case ReqContractDetails m -> contracts.details(s, m);
            case ReqMatchingSymbols m -> contracts.matching(s, m);
            case ReqMarketRule m -> contracts.marketRule(s, m);
            case ReqHistoricalData m -> history.bars(s, m);
            case CancelHistoricalData m -> history.cancel(s, m.reqId());
            case ReqHeadTimestamp m -> history.head(s, m);
            case CancelHeadTimestamp m -> history.cancelHead(s, m.reqId());
            case ReqHistogramData m -> histograms.answer(s, m);
            // Answered at once: there is nothing left to cancel, and a gateway says nothing to that.
            case CancelHistogramData m -> {}
            case CancelContractData m -> {}
            case CancelHistoricalTicks m -> {}
            case CancelCalculateImpliedVolatility m -> {}
            case CancelCalculateOptionPrice m -> {}
            case ReqSecDefOptParams m -> contracts.optionParameters(s, m);
            case ReqMktDepthExchanges m -> contracts.depthExchanges(s);
            case CalculateImpliedVolatility m -> options.impliedVolatility(s, m);
            case CalculateOptionPrice m -> options.optionPrice(s, m);
            case ExerciseOptions m -> exercises.exercise(s, m);
            case ReqMktDepth m -> depth.start(s, m);
            case CancelMktDepth m -> depth.cancel(s, m);
            case ReqSmartComponents m -> quotes.smartComponents(s, m);
            case ReqScannerParameters m -> scanners.parameters(s);
            case ReqScannerSubscription m -> scanners.start(s, m);
            case CancelScannerSubscription m -> scanners.cancel(s, m.reqId());
            case ReqNewsProviders m -> news.providers(s);
            case ReqNewsArticle m -> news.article(s, m);
            case ReqHistoricalNews m -> news.historical(s, m);
            case ReqNewsBulletins m -> news.bulletins(s, m);
            case CancelNewsBulletins m -> news.cancelBulletins(s);
            case QueryDisplayGroups m -> groups.query(s, m.reqId());
            case SubscribeToGroupEvents m -> groups.subscribe(s, m);
            case UpdateDisplayGroup m -> groups.update(s, m);
            case UnsubscribeFromGroupEvents m -> groups.unsubscribe(s, m.reqId());
            case ReqCurrentTime m -> times.current(s);
            case ReqCurrentTimeInMillis m -> times.currentInMillis(s);
            case ReqMktData m -> quotes.start(s, m);
            case CancelMktData m -> quotes.cancel(s, m.reqId());
            case ReqMarketDataType m -> quotes.marketDataType(s, m);
            case ReqRealTimeBars m -> ticks.realTimeBars(s, m);
            case CancelRealTimeBars m -> ticks.cancel(s, m.reqId());
            case ReqTickByTickData m -> ticks.tickByTick(s, m);
            case CancelTickByTickData m -> ticks.cancel(s, m.reqId());
            case ReqHistoricalTicks m -> ticks.historical(s, m);
            case PlaceOrder m -> orders.place(s, m);
            case CancelOrder m -> orders.cancel(s, m.orderId());
            case ReqGlobalCancel m -> orders.cancelAll(s);
            case ReqOpenOrders m -> orders.open(s);
            case ReqAllOpenOrders m -> orders.lists().open(s, true);
            case ReqAutoOpenOrders m -> orders.autoOpen(s, m);
            case ReqCompletedOrders m -> orders.lists().completed(s, m.apiOnly());
            case ReqExecutions m -> orders.lists().executions(s, m);
            case ReqConfig m -> config.config(s, m);
            case UpdateConfig m -> config.update(s, m);
            default -> plain.answer(s, message);
        }
    }

    /** The link to IB goes: everybody is told, and nothing comes any more. */
    void loseLink() {
        if (!linkDown) {
            pause(true);
            gateway.readySessions()
                    .forEach(session ->
                            session.error(-1, 1100, "Connectivity between IBKR and Trader Workstation has been lost."));
        }
    }

    /** The link to IB is back. */
    void restoreLink(Restored how) {
        if (!linkDown) {
            return;
        }
        pause(false);
        for (Session session : gateway.readySessions()) {
            switch (how) {
                case DATA_LOST ->
                    session.error(
                            -1,
                            1101,
                            "Connectivity between IBKR and Trader Workstation has been restored - data lost.");
                case DATA_KEPT ->
                    session.error(
                            -1,
                            1102,
                            "Connectivity between IBKR and Trader Workstation has been restored - data maintained."
                                    + " All data farms are connected: usfarm.nj; usfarm; ushmds; secdefil.");
                case UNTOLD -> {}
            }
        }
        if (how == Restored.DATA_LOST) {
            quotes.forgetAll();
            depth.forgetAll();
            scanners.forgetAll();
            ticks.forgetAll();
            history.forgetAll();
        }
        releaseOrders();
    }

    private void pause(boolean down) {
        linkDown = down;
        quotes.pause(down);
        depth.pause(down);
        ticks.pause(down);
        history.pause(down);
    }

    /** Lets orders go on that waited. */
    void releaseOrders() {
        List<Held> waiting = List.copyOf(held);
        held.clear();
        waiting.forEach(h -> {
            if (h.session().isReady()) {
                answer(h.session(), h.message());
            } else if (h.message() instanceof PlaceOrder order
                    && h.session().clientId().isPresent()) {
                orders.place(h.session(), order);
            }
        });
    }

    void ended(Session session) {
        accounts.forget(session);
        profits.forget(session);
        history.forget(session);
        quotes.forget(session);
        depth.forget(session);
        scanners.forget(session);
        news.forget(session);
        groups.forget(session);
        times.forget(session);
        orders.forget(session);
        ticks.forget(session);
    }
}
