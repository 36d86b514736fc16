package io.mainstay.engine.access;

import io.mainstay.protocol.message.*;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which messages a client may send. Each role may send what the ones before it may; what no role names is refused to all. */
public enum Role {
    /** Market data, contracts, news; nothing of any account. */
    DATA,
    /** Also accounts, positions, orders and fills, to look at. */
    READ_ONLY,
    /** Also orders, cancels and what goes with them. */
    TRADE,
    /** Also what changes the login for everybody. */
    ADMIN;

    private static final Map<Role, Set<Integer>> ADDS = new EnumMap<>(Map.of(
            DATA,
            Set.of(
                    StartApi.ID,
                    ReqIds.ID,
                    ReqManagedAccts.ID,
                    ReqCurrentTime.ID,
                    ReqCurrentTimeInMillis.ID,
                    ReqMktData.ID,
                    CancelMktData.ID,
                    ReqMktDepth.ID,
                    CancelMktDepth.ID,
                    ReqMarketDataType.ID,
                    ReqMktDepthExchanges.ID,
                    ReqSmartComponents.ID,
                    ReqMarketRule.ID,
                    ReqContractDetails.ID,
                    CancelContractData.ID,
                    ReqMatchingSymbols.ID,
                    ReqSecDefOptParams.ID,
                    ReqHistoricalData.ID,
                    CancelHistoricalData.ID,
                    ReqHeadTimestamp.ID,
                    CancelHeadTimestamp.ID,
                    ReqHistogramData.ID,
                    CancelHistogramData.ID,
                    ReqHistoricalTicks.ID,
                    CancelHistoricalTicks.ID,
                    ReqTickByTickData.ID,
                    CancelTickByTickData.ID,
                    ReqRealTimeBars.ID,
                    CancelRealTimeBars.ID,
                    ReqFundamentalData.ID,
                    CancelFundamentalData.ID,
                    CalculateImpliedVolatility.ID,
                    CancelCalculateImpliedVolatility.ID,
                    CalculateOptionPrice.ID,
                    CancelCalculateOptionPrice.ID,
                    ReqScannerParameters.ID,
                    ReqScannerSubscription.ID,
                    CancelScannerSubscription.ID,
                    ReqNewsBulletins.ID,
                    CancelNewsBulletins.ID,
                    ReqNewsProviders.ID,
                    ReqNewsArticle.ID,
                    ReqHistoricalNews.ID,
                    ReqWshMetaData.ID,
                    CancelWshMetaData.ID,
                    ReqWshEventData.ID,
                    CancelWshEventData.ID,
                    QueryDisplayGroups.ID,
                    SubscribeToGroupEvents.ID,
                    UnsubscribeFromGroupEvents.ID),
            READ_ONLY,
            Set.of(
                    ReqOpenOrders.ID,
                    ReqAllOpenOrders.ID,
                    ReqCompletedOrders.ID,
                    ReqExecutions.ID,
                    ReqAccountUpdates.ID,
                    ReqAccountUpdatesMulti.ID,
                    CancelAccountUpdatesMulti.ID,
                    ReqAccountSummary.ID,
                    CancelAccountSummary.ID,
                    ReqPositions.ID,
                    CancelPositions.ID,
                    ReqPositionsMulti.ID,
                    CancelPositionsMulti.ID,
                    ReqPnl.ID,
                    CancelPnl.ID,
                    ReqPnlSingle.ID,
                    CancelPnlSingle.ID,
                    RequestFA.ID,
                    ReqFamilyCodes.ID,
                    ReqSoftDollarTiers.ID,
                    ReqUserInfo.ID),
            TRADE,
            Set.of(
                    PlaceOrder.ID,
                    CancelOrder.ID,
                    ReqGlobalCancel.ID,
                    ExerciseOptions.ID,
                    ReqAutoOpenOrders.ID,
                    UpdateDisplayGroup.ID,
                    SetServerLogLevel.ID),
            ADMIN,
            Set.of(
                    ReplaceFA.ID,
                    ReqConfig.ID,
                    UpdateConfig.ID,
                    VerifyRequest.ID,
                    VerifyMessage.ID,
                    VerifyAndAuthRequest.ID,
                    VerifyAndAuthMessage.ID)));

    /** Whether this role may send a message with this id. */
    public boolean permits(int messageId) {
        return Stream.of(values())
                .filter(role -> role.compareTo(this) <= 0)
                .anyMatch(role -> adds(role).contains(messageId));
    }

    /** The word for it in rules and status. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The words of all roles, from the narrowest to the widest. */
    public static String words() {
        return Stream.of(values()).map(Role::word).collect(Collectors.joining(", "));
    }

    private static Set<Integer> adds(Role role) {
        return ADDS.getOrDefault(role, Set.of());
    }
}
