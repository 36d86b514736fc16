package io.mainstay.simulator.session;

import io.mainstay.protocol.message.CancelFundamentalData;
import io.mainstay.protocol.message.CancelHistogramData;
import io.mainstay.protocol.message.CancelMktDepth;
import io.mainstay.protocol.message.CancelNewsBulletins;
import io.mainstay.protocol.message.CancelScannerSubscription;
import io.mainstay.protocol.message.CancelWshEventData;
import io.mainstay.protocol.message.CancelWshMetaData;
import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.CurrentTimeInMillis;
import io.mainstay.protocol.message.DisplayGroupList;
import io.mainstay.protocol.message.FamilyCode;
import io.mainstay.protocol.message.FamilyCodes;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MktDepthExchanges;
import io.mainstay.protocol.message.NewsProviders;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.QueryDisplayGroups;
import io.mainstay.protocol.message.ReplaceFA;
import io.mainstay.protocol.message.ReqCurrentTime;
import io.mainstay.protocol.message.ReqCurrentTimeInMillis;
import io.mainstay.protocol.message.ReqFamilyCodes;
import io.mainstay.protocol.message.ReqFundamentalData;
import io.mainstay.protocol.message.ReqHistogramData;
import io.mainstay.protocol.message.ReqHistoricalNews;
import io.mainstay.protocol.message.ReqIds;
import io.mainstay.protocol.message.ReqManagedAccts;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqMktDepthExchanges;
import io.mainstay.protocol.message.ReqNewsArticle;
import io.mainstay.protocol.message.ReqNewsBulletins;
import io.mainstay.protocol.message.ReqNewsProviders;
import io.mainstay.protocol.message.ReqScannerParameters;
import io.mainstay.protocol.message.ReqScannerSubscription;
import io.mainstay.protocol.message.ReqSecDefOptParams;
import io.mainstay.protocol.message.ReqSmartComponents;
import io.mainstay.protocol.message.ReqSoftDollarTiers;
import io.mainstay.protocol.message.ReqUserInfo;
import io.mainstay.protocol.message.ReqWshEventData;
import io.mainstay.protocol.message.ReqWshMetaData;
import io.mainstay.protocol.message.RequestFA;
import io.mainstay.protocol.message.ScannerParameters;
import io.mainstay.protocol.message.SecurityDefinitionOptionParameterEnd;
import io.mainstay.protocol.message.SetServerLogLevel;
import io.mainstay.protocol.message.SmartComponent;
import io.mainstay.protocol.message.SmartComponents;
import io.mainstay.protocol.message.SoftDollarTiers;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.protocol.message.UserInfo;
import io.mainstay.simulator.order.OrderBook;
import java.util.List;

/** Answers that need no market and no account, and the refusals of a gateway without the entitlement. */
final class PlainAnswers {
    private final Gateway gateway;
    private final OrderBook orders;

    PlainAnswers(Gateway gateway, OrderBook orders) {
        this.gateway = gateway;
        this.orders = orders;
    }

    void answer(Session s, Message message) {
        switch (message) {
            case ReqCurrentTime m -> s.send(new CurrentTime(gateway.now().getEpochSecond()));
            case ReqCurrentTimeInMillis m ->
                s.send(new CurrentTimeInMillis(gateway.now().toEpochMilli()));
            case ReqIds m -> s.send(new NextValidId(orders.nextValidId(s.requireClientId())));
            case ReqManagedAccts m ->
                s.send(new ManagedAccounts(String.join(",", gateway.settings().accounts())));
            case ReqFamilyCodes m ->
                s.send(new FamilyCodes(gateway.settings().accounts().stream()
                        .map(code -> new FamilyCode(code, ""))
                        .toList()));
            case ReqUserInfo m -> s.send(new UserInfo(m.reqId(), ""));
            case ReqSoftDollarTiers m -> s.send(new SoftDollarTiers(m.reqId(), List.of()));
            case ReqNewsProviders m -> s.send(new NewsProviders(List.of()));
            case ReqMktDepthExchanges m -> s.send(new MktDepthExchanges(List.of()));
            case ReqSmartComponents m -> smartComponents(s, m);
            case ReqSecDefOptParams m -> s.send(new SecurityDefinitionOptionParameterEnd(m.reqId()));
            case ReqScannerParameters m ->
                s.send(new ScannerParameters("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ScanParameterResponse/>"));
            case QueryDisplayGroups m -> s.send(new DisplayGroupList(m.reqId(), ""));
            case StartApi m -> s.error(-1, 321, "Error validating request.-'ax' : cause - The API is started already");
            case SetServerLogLevel m -> {
                if (m.logLevel() < 1 || m.logLevel() > 5) {
                    s.error(-1, 319, "Invalid log level");
                }
            }
            case ReqNewsBulletins m -> {}
            case CancelNewsBulletins m -> {}
            default -> refuse(s, message);
        }
    }

    private static void smartComponents(Session s, ReqSmartComponents m) {
        if (m.bboExchange().equals("9c0001")) {
            s.send(new SmartComponents(
                    m.reqId(),
                    List.of(
                            new SmartComponent(0, "NYSE", "N"),
                            new SmartComponent(1, "NASDAQ", "Q"),
                            new SmartComponent(2, "ARCA", "P"))));
        } else {
            s.error(
                    m.reqId(),
                    321,
                    "Error validating request.-'cF' : cause - BBO exchange " + m.bboExchange() + " is unknown");
        }
    }

    private static void refuse(Session s, Message message) {
        switch (message) {
            case ReqMktDepth m ->
                s.error(
                        m.reqId(),
                        10092,
                        "Deep market data is not supported for this combination of security type/exchange");
            case CancelMktDepth m ->
                s.error(m.reqId(), 310, "Can't find the subscribed market depth with tickerId:" + m.reqId());
            case ReqFundamentalData m ->
                s.error(
                        m.reqId(),
                        430,
                        "We are sorry, but fundamentals data for the security specified is not available.");
            case ReqScannerSubscription m ->
                s.error(
                        m.reqId(),
                        162,
                        "Historical Market Data Service error message:API scanner subscription is not available");
            case CancelScannerSubscription m ->
                s.error(m.reqId(), 365, "No scanner subscription found for ticker id:" + m.reqId());
            case ReqHistogramData m ->
                s.error(m.reqId(), 162, "Historical Market Data Service error message:Histogram data is not available");
            case ReqNewsArticle m -> s.error(m.reqId(), 10172, "Failed to request news article: no news subscription");
            case ReqHistoricalNews m ->
                s.error(m.reqId(), 321, "Error validating request.-'cM' : cause - No news provider is subscribed");
            case ReqWshMetaData m -> s.error(m.reqId(), 10276, "News feed is not allowed.");
            case ReqWshEventData m -> s.error(m.reqId(), 10276, "News feed is not allowed.");
            case RequestFA m ->
                s.error(
                        -1,
                        321,
                        "Error validating request.-'ck' : cause - FA data operations ignored for non FA customers.");
            case ReplaceFA m ->
                s.error(
                        m.reqId(),
                        321,
                        "Error validating request.-'ck' : cause - FA data operations ignored for non FA customers.");
            case CancelFundamentalData m -> {}
            case CancelHistogramData m -> {}
            case CancelWshEventData m -> {}
            case CancelWshMetaData m -> {}
            default -> {
                int id = message instanceof HasReqId request ? request.reqId() : -1;
                s.error(
                        id,
                        321,
                        "Error validating request.-'xx' : cause - " + message.wireName()
                                + " is not supported by this simulator");
            }
        }
    }
}
