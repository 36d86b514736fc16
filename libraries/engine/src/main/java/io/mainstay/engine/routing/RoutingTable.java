package io.mainstay.engine.routing;

import static io.mainstay.engine.routing.Correlation.CANCEL;
import static io.mainstay.engine.routing.Correlation.FLIGHT;
import static io.mainstay.engine.routing.Correlation.LOCAL;
import static io.mainstay.engine.routing.Correlation.ORDER_ID;
import static io.mainstay.engine.routing.Correlation.REFUSED;
import static io.mainstay.engine.routing.Correlation.REQUEST_ID;
import static io.mainstay.engine.routing.Correlation.SETTING;
import static io.mainstay.engine.routing.Correlation.SHARED;
import static io.mainstay.engine.routing.Correlation.UPDATE;

import io.mainstay.protocol.message.*;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every message of clients, one row each, and the way of every message of the gateway. */
public final class RoutingTable {
    /** From this version on the end of historical data is a message of its own, which carries the dates. */
    public static final int HISTORICAL_DATA_END_VERSION = 196;

    private static final long BULK_LIMIT_MS = 60_000;

    private static final List<Route> ROUTES = List.of(
            Route.of(ReqMktData.ID, "REQ_MKT_DATA", REQUEST_ID)
                    .streamsWhen(m -> m instanceof ReqMktData r && !r.snapshot() && !r.regulatorySnapshot())
                    .endsWith(TickSnapshotEnd.ID)
                    .endsWith(RerouteMktDataReq.ID)
                    .cancelledBy((start, id) -> new CancelMktData(id))
                    .refusesWith(102, 0),
            cancel(CancelMktData.ID, "CANCEL_MKT_DATA", ReqMktData.ID, 300),
            Route.of(PlaceOrder.ID, "PLACE_ORDER", ORDER_ID),
            Route.of(CancelOrder.ID, "CANCEL_ORDER", ORDER_ID),
            Route.of(ReqOpenOrders.ID, "REQ_OPEN_ORDERS", FLIGHT)
                    .answeredBy(OpenOrderEnd.ID, OpenOrder.ID, OrderStatus.ID),
            Route.of(ReqAccountUpdates.ID, "REQ_ACCT_DATA", SHARED)
                    .isEndWhen(m -> m instanceof ReqAccountUpdates r && !r.subscribe()),
            Route.of(ReqExecutions.ID, "REQ_EXECUTIONS", REQUEST_ID).endsWith(ExecDetailsEnd.ID),
            Route.of(ReqIds.ID, "REQ_IDS", LOCAL),
            Route.of(ReqContractDetails.ID, "REQ_CONTRACT_DATA", REQUEST_ID)
                    .endsWith(ContractDataEnd.ID)
                    .cancelledBy((start, id) -> new CancelContractData(id)),
            Route.of(ReqMktDepth.ID, "REQ_MKT_DEPTH", REQUEST_ID)
                    .streams()
                    .endsWith(RerouteMktDepthReq.ID)
                    .cancelledBy((start, id) ->
                            new CancelMktDepth(id, start instanceof ReqMktDepth depth && depth.isSmartDepth())),
            cancel(CancelMktDepth.ID, "CANCEL_MKT_DEPTH", ReqMktDepth.ID, 310),
            Route.of(ReqNewsBulletins.ID, "REQ_NEWS_BULLETINS", SHARED),
            Route.of(CancelNewsBulletins.ID, "CANCEL_NEWS_BULLETINS", SHARED).isEnd(),
            Route.of(SetServerLogLevel.ID, "SET_SERVER_LOGLEVEL", SETTING),
            Route.of(ReqAutoOpenOrders.ID, "REQ_AUTO_OPEN_ORDERS", SETTING),
            Route.of(ReqAllOpenOrders.ID, "REQ_ALL_OPEN_ORDERS", FLIGHT)
                    .answeredBy(OpenOrderEnd.ID, OpenOrder.ID, OrderStatus.ID),
            Route.of(ReqManagedAccts.ID, "REQ_MANAGED_ACCTS", FLIGHT).answeredBy(ManagedAccounts.ID),
            Route.of(RequestFA.ID, "REQ_FA", FLIGHT).answeredBy(ReceiveFA.ID),
            Route.of(ReplaceFA.ID, "REPLACE_FA", REQUEST_ID).endsWith(ReplaceFAEnd.ID),
            Route.of(ReqHistoricalData.ID, "REQ_HISTORICAL_DATA", REQUEST_ID)
                    .inBulk(BULK_LIMIT_MS)
                    .streamsWhen(m -> m instanceof ReqHistoricalData r && r.keepUpToDate())
                    .endsWhen((start, reply) -> reply.messageId() == HistoricalDataEnd.ID
                            && start instanceof ReqHistoricalData r
                            && !r.keepUpToDate())
                    .endsWith(HistoricalSchedule.ID)
                    .cancelledBy((start, id) -> new CancelHistoricalData(id))
                    .saysWhenCancelled("API historical data query cancelled")
                    .refusesWith(386, 0),
            cancel(CancelHistoricalData.ID, "CANCEL_HISTORICAL_DATA", ReqHistoricalData.ID, 366),
            Route.of(ExerciseOptions.ID, "EXERCISE_OPTIONS", ORDER_ID),
            Route.of(ReqScannerSubscription.ID, "REQ_SCANNER_SUBSCRIPTION", REQUEST_ID)
                    .streams()
                    .cancelledBy((start, id) -> new CancelScannerSubscription(id))
                    .saysWhenCancelled("API scanner subscription cancelled")
                    .refusesWith(385, 0),
            cancel(CancelScannerSubscription.ID, "CANCEL_SCANNER_SUBSCRIPTION", ReqScannerSubscription.ID, 365),
            Route.of(ReqScannerParameters.ID, "REQ_SCANNER_PARAMETERS", FLIGHT).answeredBy(ScannerParameters.ID),
            Route.of(ReqCurrentTime.ID, "REQ_CURRENT_TIME", FLIGHT).answeredBy(CurrentTime.ID),
            Route.of(ReqRealTimeBars.ID, "REQ_REAL_TIME_BARS", REQUEST_ID)
                    .streams()
                    .cancelledBy((start, id) -> new CancelRealTimeBars(id)),
            cancel(CancelRealTimeBars.ID, "CANCEL_REAL_TIME_BARS", ReqRealTimeBars.ID, 300),
            Route.of(ReqFundamentalData.ID, "REQ_FUNDAMENTAL_DATA", REQUEST_ID)
                    .inBulk(BULK_LIMIT_MS)
                    .endsWith(FundamentalData.ID)
                    .cancelledBy((start, id) -> new CancelFundamentalData(id)),
            cancel(CancelFundamentalData.ID, "CANCEL_FUNDAMENTAL_DATA", ReqFundamentalData.ID, 0),
            Route.of(CalculateImpliedVolatility.ID, "REQ_CALC_IMPLIED_VOLAT", REQUEST_ID)
                    .endsWith(TickOptionComputation.ID)
                    .cancelledBy((start, id) -> new CancelCalculateImpliedVolatility(id)),
            cancel(CancelCalculateImpliedVolatility.ID, "CANCEL_CALC_IMPLIED_VOLAT", CalculateImpliedVolatility.ID, 0),
            Route.of(CalculateOptionPrice.ID, "REQ_CALC_OPTION_PRICE", REQUEST_ID)
                    .endsWith(TickOptionComputation.ID)
                    .cancelledBy((start, id) -> new CancelCalculateOptionPrice(id)),
            cancel(CancelCalculateOptionPrice.ID, "CANCEL_CALC_OPTION_PRICE", CalculateOptionPrice.ID, 0),
            Route.of(ReqGlobalCancel.ID, "REQ_GLOBAL_CANCEL", ORDER_ID),
            Route.of(ReqMarketDataType.ID, "REQ_MARKET_DATA_TYPE", SETTING),
            Route.of(ReqPositions.ID, "REQ_POSITIONS", SHARED),
            Route.of(ReqAccountSummary.ID, "REQ_ACCOUNT_SUMMARY", SHARED),
            Route.of(CancelAccountSummary.ID, "CANCEL_ACCOUNT_SUMMARY", SHARED).isEnd(),
            Route.of(CancelPositions.ID, "CANCEL_POSITIONS", SHARED).isEnd(),
            Route.of(VerifyRequest.ID, "VERIFY_REQUEST", REFUSED),
            Route.of(VerifyMessage.ID, "VERIFY_MESSAGE", REFUSED),
            Route.of(QueryDisplayGroups.ID, "QUERY_DISPLAY_GROUPS", REQUEST_ID).endsWith(DisplayGroupList.ID),
            Route.of(SubscribeToGroupEvents.ID, "SUBSCRIBE_TO_GROUP_EVENTS", REQUEST_ID)
                    .streams()
                    .notShared()
                    .cancelledBy((start, id) -> new UnsubscribeFromGroupEvents(id)),
            Route.of(UpdateDisplayGroup.ID, "UPDATE_DISPLAY_GROUP", UPDATE).startedBy(SubscribeToGroupEvents.ID),
            cancel(UnsubscribeFromGroupEvents.ID, "UNSUBSCRIBE_FROM_GROUP_EVENTS", SubscribeToGroupEvents.ID, 0),
            Route.of(StartApi.ID, "START_API", LOCAL),
            Route.of(VerifyAndAuthRequest.ID, "VERIFY_AND_AUTH_REQUEST", REFUSED),
            Route.of(VerifyAndAuthMessage.ID, "VERIFY_AND_AUTH_MESSAGE", REFUSED),
            Route.of(ReqPositionsMulti.ID, "REQ_POSITIONS_MULTI", REQUEST_ID)
                    .streams()
                    .cancelledBy((start, id) -> new CancelPositionsMulti(id)),
            cancel(CancelPositionsMulti.ID, "CANCEL_POSITIONS_MULTI", ReqPositionsMulti.ID, 0),
            Route.of(ReqAccountUpdatesMulti.ID, "REQ_ACCOUNT_UPDATES_MULTI", REQUEST_ID)
                    .streams()
                    .cancelledBy((start, id) -> new CancelAccountUpdatesMulti(id)),
            cancel(CancelAccountUpdatesMulti.ID, "CANCEL_ACCOUNT_UPDATES_MULTI", ReqAccountUpdatesMulti.ID, 0),
            Route.of(ReqSecDefOptParams.ID, "REQ_SEC_DEF_OPT_PARAMS", REQUEST_ID)
                    .endsWith(SecurityDefinitionOptionParameterEnd.ID),
            Route.of(ReqSoftDollarTiers.ID, "REQ_SOFT_DOLLAR_TIERS", REQUEST_ID).endsWith(SoftDollarTiers.ID),
            Route.of(ReqFamilyCodes.ID, "REQ_FAMILY_CODES", FLIGHT).answeredBy(FamilyCodes.ID),
            Route.of(ReqMatchingSymbols.ID, "REQ_MATCHING_SYMBOLS", REQUEST_ID).endsWith(SymbolSamples.ID),
            Route.of(ReqMktDepthExchanges.ID, "REQ_MKT_DEPTH_EXCHANGES", FLIGHT).answeredBy(MktDepthExchanges.ID),
            Route.of(ReqSmartComponents.ID, "REQ_SMART_COMPONENTS", REQUEST_ID).endsWith(SmartComponents.ID),
            Route.of(ReqNewsArticle.ID, "REQ_NEWS_ARTICLE", REQUEST_ID).endsWith(NewsArticle.ID),
            Route.of(ReqNewsProviders.ID, "REQ_NEWS_PROVIDERS", FLIGHT).answeredBy(NewsProviders.ID),
            Route.of(ReqHistoricalNews.ID, "REQ_HISTORICAL_NEWS", REQUEST_ID)
                    .inBulk(BULK_LIMIT_MS)
                    .endsWith(HistoricalNewsEnd.ID),
            Route.of(ReqHeadTimestamp.ID, "REQ_HEAD_TIMESTAMP", REQUEST_ID)
                    .inBulk(BULK_LIMIT_MS)
                    .endsWith(HeadTimestamp.ID)
                    .cancelledBy((start, id) -> new CancelHeadTimestamp(id))
                    .heldUntilCancelled(),
            Route.of(ReqHistogramData.ID, "REQ_HISTOGRAM_DATA", REQUEST_ID)
                    .inBulk(BULK_LIMIT_MS)
                    .endsWith(HistogramData.ID)
                    .cancelledBy((start, id) -> new CancelHistogramData(id)),
            cancel(CancelHistogramData.ID, "CANCEL_HISTOGRAM_DATA", ReqHistogramData.ID, 0),
            cancel(CancelHeadTimestamp.ID, "CANCEL_HEAD_TIMESTAMP", ReqHeadTimestamp.ID, 0),
            Route.of(ReqMarketRule.ID, "REQ_MARKET_RULE", FLIGHT).answeredBy(MarketRule.ID),
            Route.of(ReqPnl.ID, "REQ_PNL", REQUEST_ID).streams().cancelledBy((start, id) -> new CancelPnl(id)),
            cancel(CancelPnl.ID, "CANCEL_PNL", ReqPnl.ID, 10185),
            Route.of(ReqPnlSingle.ID, "REQ_PNL_SINGLE", REQUEST_ID)
                    .streams()
                    .cancelledBy((start, id) -> new CancelPnlSingle(id)),
            cancel(CancelPnlSingle.ID, "CANCEL_PNL_SINGLE", ReqPnlSingle.ID, 10185),
            Route.of(ReqHistoricalTicks.ID, "REQ_HISTORICAL_TICKS", REQUEST_ID)
                    .inBulk(BULK_LIMIT_MS)
                    .endsWhen((start, reply) -> done(reply))
                    .cancelledBy((start, id) -> new CancelHistoricalTicks(id)),
            Route.of(ReqTickByTickData.ID, "REQ_TICK_BY_TICK_DATA", REQUEST_ID)
                    .streams()
                    .cancelledBy((start, id) -> new CancelTickByTickData(id)),
            cancel(CancelTickByTickData.ID, "CANCEL_TICK_BY_TICK_DATA", ReqTickByTickData.ID, 300),
            Route.of(ReqCompletedOrders.ID, "REQ_COMPLETED_ORDERS", FLIGHT)
                    .answeredBy(CompletedOrdersEnd.ID, CompletedOrder.ID),
            Route.of(ReqWshMetaData.ID, "REQ_WSH_META_DATA", REQUEST_ID)
                    .endsWith(WshMetaData.ID)
                    .cancelledBy((start, id) -> new CancelWshMetaData(id)),
            cancel(CancelWshMetaData.ID, "CANCEL_WSH_META_DATA", ReqWshMetaData.ID, 0),
            Route.of(ReqWshEventData.ID, "REQ_WSH_EVENT_DATA", REQUEST_ID)
                    .endsWith(WshEventData.ID)
                    .cancelledBy((start, id) -> new CancelWshEventData(id)),
            cancel(CancelWshEventData.ID, "CANCEL_WSH_EVENT_DATA", ReqWshEventData.ID, 0),
            Route.of(ReqUserInfo.ID, "REQ_USER_INFO", REQUEST_ID).endsWith(UserInfo.ID),
            Route.of(ReqCurrentTimeInMillis.ID, "REQ_CURRENT_TIME_IN_MILLIS", FLIGHT)
                    .answeredBy(CurrentTimeInMillis.ID),
            cancel(CancelContractData.ID, "CANCEL_CONTRACT_DATA", ReqContractDetails.ID, 0),
            cancel(CancelHistoricalTicks.ID, "CANCEL_HISTORICAL_TICKS", ReqHistoricalTicks.ID, 0),
            Route.of(ReqConfig.ID, "REQ_CONFIG", REQUEST_ID).endsWith(ConfigResponse.ID),
            // It would change the gateway for all clients, and could take back the order ids that all of them go by.
            Route.of(UpdateConfig.ID, "UPDATE_CONFIG", REFUSED));

    private static final Map<Integer, Route> BY_ID =
            ROUTES.stream().collect(Collectors.toUnmodifiableMap(Route::messageId, Function.identity()));

    private RoutingTable() {}

    /** All rows. */
    public static List<Route> routes() {
        return ROUTES;
    }

    public static Optional<Route> of(Outgoing message) {
        return Optional.ofNullable(BY_ID.get(message.messageId()));
    }

    /** The row of a message id. */
    public static Route byId(int messageId) {
        Route route = BY_ID.get(messageId);
        if (route == null) {
            throw new IllegalArgumentException("no row for message " + messageId);
        }
        return route;
    }

    /** The way of a message of the gateway. */
    public static ReplyRoute of(Incoming message) {
        return switch (message) {
            case ErrorMessage m -> ReplyRoute.ERROR;
            case OrderStatus m -> ReplyRoute.ORDER;
            case OpenOrder m -> ReplyRoute.ORDER;
            case ExecDetails m -> ReplyRoute.ORDER;
            case CommissionAndFeesReport m -> ReplyRoute.ORDER;
            case OrderBound m -> ReplyRoute.ORDER;
            case AccountSummary m -> ReplyRoute.SHARED;
            case AccountSummaryEnd m -> ReplyRoute.SHARED;
            case UpdateAccountValue m -> ReplyRoute.SHARED;
            case UpdatePortfolio m -> ReplyRoute.SHARED;
            case UpdateAccountTime m -> ReplyRoute.SHARED;
            case AccountDownloadEnd m -> ReplyRoute.SHARED;
            case PositionData m -> ReplyRoute.SHARED;
            case PositionEnd m -> ReplyRoute.SHARED;
            case UpdateNewsBulletin m -> ReplyRoute.SHARED;
            case NextValidId m -> ReplyRoute.SESSION;
            case VerifyMessageAPI m -> ReplyRoute.SESSION;
            case VerifyCompleted m -> ReplyRoute.SESSION;
            case VerifyAndAuthMessageAPI m -> ReplyRoute.SESSION;
            case VerifyAndAuthCompleted m -> ReplyRoute.SESSION;
            case HasReqId m -> ReplyRoute.REQUEST_ID;
            default -> ReplyRoute.FLIGHT;
        };
    }

    private static Route cancel(int messageId, String wireName, int startId, int unknownCode) {
        return Route.of(messageId, wireName, CANCEL).isEnd().startedBy(startId).refusesWith(322, unknownCode);
    }

    private static boolean done(Incoming reply) {
        return switch (reply) {
            case HistoricalTicks ticks -> ticks.done();
            case HistoricalTicksBidAsk ticks -> ticks.done();
            case HistoricalTicksLast ticks -> ticks.done();
            default -> false;
        };
    }
}
