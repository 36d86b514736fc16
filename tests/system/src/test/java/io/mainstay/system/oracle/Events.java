package io.mainstay.system.oracle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The events of @stoqey/ib, and what the decoders of ib-tws-api tell, by the names of our messages and fields. */
final class Events {
    /**
     * Event, message, then the field that each argument is. A dot is an argument whose parts are fields of the message
     * itself, a dash one that says nothing of its own, # the number of the event among those of its message. A field
     * with a value is what the event itself says. Names that begin with requestId or messageType are of ib-tws-api.
     */
    private static final String TABLE = """
            tickPrice TickPrice reqId tickType price attrMask
            tickSize TickPrice reqId - size
            tickSize TickSize reqId tickType size
            orderStatus OrderStatus orderId status filled remaining avgFillPrice permId parentId lastFillPrice clientId \
            whyHeld mktCapPrice
            error ErrorMessage errorMsg errorCode id advancedOrderRejectJson
            openOrder OpenOrder orderId contract order orderState
            updateAccountValue UpdateAccountValue key value currency accountName
            updatePortfolio UpdatePortfolio contract position marketPrice marketValue averageCost unrealizedPNL \
            realizedPNL accountName
            updateAccountTime UpdateAccountTime timeStamp
            nextValidId NextValidId orderId
            contractDetails ContractData reqId contractDetails
            execDetails ExecDetails reqId contract execution
            updateMktDepth UpdateMktDepth reqId position operation side price size
            updateMktDepthL2 UpdateMktDepthL2 reqId position marketMaker operation side price size isSmartDepth
            updateNewsBulletin UpdateNewsBulletin msgId msgType message originExch
            managedAccounts ManagedAccounts accountsList
            receiveFA ReceiveFA faDataType xml
            historicalData HistoricalData reqId bars.#.date bars.#.open bars.#.high bars.#.low bars.#.close \
            bars.#.volume bars.#.barCount bars.#.wap bars.#.hasGaps
            historicalDataFinished HistoricalData reqId startDate endDate
            bondContractDetails BondContractData reqId contractDetails
            scannerParameters ScannerParameters xml
            scannerData ScannerData reqId elements.#.rank elements.# elements.#.distance elements.#.benchmark \
            elements.#.projection elements.#.legsStr
            scannerDataEnd ScannerData reqId
            tickOptionComputation TickOptionComputation reqId tickType tickAttrib impliedVol delta optPrice pvDividend \
            gamma vega theta undPrice
            tickGeneric TickGeneric reqId tickType value
            tickString TickString reqId tickType value
            tickEFP TickEFP reqId tickType basisPoints formattedBasisPoints totalDividends holdDays \
            futureLastTradeDate dividendImpact dividendsToLastTradeDate
            currentTime CurrentTime time
            realtimeBar RealtimeBar reqId time open high low close volume wap count
            fundamentalData FundamentalData reqId data
            contractDetailsEnd ContractDataEnd reqId
            openOrderEnd OpenOrderEnd
            accountDownloadEnd AccountDownloadEnd accountName
            execDetailsEnd ExecDetailsEnd reqId
            deltaNeutralValidation DeltaNeutralValidation reqId .
            tickSnapshotEnd TickSnapshotEnd reqId
            marketDataType MarketDataType reqId marketDataType
            commissionReport CommissionAndFeesReport .
            position PositionData account contract position avgCost
            positionEnd PositionEnd
            accountSummary AccountSummary reqId account tag value currency
            accountSummaryEnd AccountSummaryEnd reqId
            displayGroupList DisplayGroupList reqId groups
            displayGroupUpdated DisplayGroupUpdated reqId contractInfo
            positionMulti PositionMulti reqId account modelCode contract position avgCost
            positionMultiEnd PositionMultiEnd reqId
            accountUpdateMulti AccountUpdateMulti reqId account modelCode key value currency
            accountUpdateMultiEnd AccountUpdateMultiEnd reqId
            securityDefinitionOptionParameter SecurityDefinitionOptionParameter reqId exchange underlyingConId \
            tradingClass multiplier expirations strikes
            securityDefinitionOptionParameterEnd SecurityDefinitionOptionParameterEnd reqId
            softDollarTiers SoftDollarTiers reqId tiers
            familyCodes FamilyCodes familyCodes
            symbolSamples SymbolSamples reqId contractDescriptions
            mktDepthExchanges MktDepthExchanges descriptions
            tickReqParams TickReqParams reqId minTick bboExchange snapshotPermissions
            smartComponents SmartComponents reqId components
            newsArticle NewsArticle reqId articleType articleText
            tickNews TickNews reqId timeStamp providerCode articleId headline extraData
            newsProviders NewsProviders newsProviders
            historicalNews HistoricalNews reqId time providerCode articleId headline
            historicalNewsEnd HistoricalNewsEnd reqId hasMore
            headTimestamp HeadTimestamp reqId headTimestamp
            histogramData HistogramData reqId entries
            historicalDataUpdate HistoricalDataUpdate reqId date open high low close volume barCount wap
            rerouteMktDataReq RerouteMktDataReq reqId conId exchange
            rerouteMktDepthReq RerouteMktDepthReq reqId conId exchange
            marketRule MarketRule marketRuleId priceIncrements
            pnl Pnl reqId dailyPnL unrealizedPnL realizedPnL
            pnlSingle PnlSingle reqId pos dailyPnL unrealizedPnL realizedPnL value
            historicalTicks HistoricalTicks reqId ticks done
            historicalTicksBidAsk HistoricalTicksBidAsk reqId ticks done
            historicalTicksLast HistoricalTicksLast reqId ticks done
            tickByTickAllLast TickByTick reqId tickType time price size . exchange specialConditions
            tickByTickBidAsk TickByTick reqId time bidPrice askPrice bidSize askSize . tickType=3
            tickByTickMidPoint TickByTick reqId time midPoint tickType=4
            orderBound OrderBound permId clientId orderId
            completedOrder CompletedOrder contract order orderState
            completedOrdersEnd CompletedOrdersEnd
            replaceFAEnd ReplaceFAEnd reqId text
            wshMetaData WshMetaData reqId dataJson
            wshEventData WshEventData reqId dataJson
            historicalSchedule HistoricalSchedule reqId startDateTime endDateTime timeZone sessions
            userInfo UserInfo reqId whiteBrandingId
            requestIdEmit.tick.mask TickPrice reqId tickType price attrMask
            requestIdEmit.tick TickPrice reqId - size
            requestIdEmit.tickSize TickSize reqId tickType size
            requestIdEmit.tick TickGeneric reqId tickType value
            requestIdEmit.tick TickString reqId tickType value
            requestIdEmit.error ErrorMessage id errorCode errorMsg
            requestIdEmit.marketDataType MarketDataType reqId marketDataType
            requestIdEmit.tickByTick.mask TickByTick reqId time bidPrice askPrice bidSize askSize attrMask tickType=3
            requestIdEmit.tickByTick.midPoint TickByTick reqId time midPoint tickType=4
            messageTypeResolve OpenOrderEnd - -
            requestIdStorage ContractData reqId contractDetails
            requestIdResolve ContractDataEnd reqId -
            requestIdResolve HistoricalData reqId startDate endDate bars
            requestIdResolve HistoricalDataUpdate reqId barCount date open close high low wap volume
            messageTypeResolve ScannerParameters - xml
            messageTypeResolve CurrentTime - time
            requestIdResolve RealtimeBar reqId time open high low close volume wap count
            requestIdResolve TickSnapshotEnd reqId -
            messageTypeStorage PositionData - .
            messageTypeResolve PositionEnd - -
            requestIdStorage SecurityDefinitionOptionParameter reqId exchange underlyingConId tradingClass multiplier - \
            expirations strikes
            requestIdResolve SecurityDefinitionOptionParameterEnd reqId -
            requestIdResolve HeadTimestamp reqId headTimestamp
            requestIdResolve HistoricalTicks reqId ticks
            requestIdResolve HistoricalTicksBidAsk reqId ticks
            requestIdResolve HistoricalTicksLast reqId ticks
            messageTypeResolve CompletedOrdersEnd - -
            """;

    private static final Map<String, List<String>> ARGUMENTS = new HashMap<>();

    /** The client's words for parts of arguments, and ours. */
    private static final List<Map.Entry<Pattern, String>> NAMES = List.of(
            name("contract\\.comboLegsDescription", "contract.comboLegsDescrip"),
            name("(order\\.conditions\\.\\d+)\\.conjunctionConnection", "$1.conjunction"),
            name("(order\\.conditions\\.\\d+)\\.(price|percent|time|volume)", "$1.value"),
            name("(order\\.softDollarTier|tiers\\.\\d+)\\.value", "$1.val"),
            name("(order|execution)\\.orderId", "orderId"),
            name("order\\.orderComboLegs\\.(\\d+)\\.price", "contract.comboLegs.$1.perLegPrice"),
            name("orderState\\.(commission|minCommission|maxCommission)", "orderState.$1AndFees"),
            name("orderState\\.commissionCurrency", "orderState.commissionAndFeesCurrency"),
            name("commission", "commissionAndFees"),
            name("yield", "bondYield"),
            name("(familyCodes\\.\\d+)\\.familyCode", "$1.familyCodeStr"),
            name("(contractDescriptions\\.\\d+)\\.contract\\.(.*)", "$1.$2"),
            name("(.*\\.)primaryExch", "$1primaryExchange"),
            name("(components\\.\\d+)\\.0", "$1.bitNumber"),
            name("(components\\.\\d+)\\.1\\.0", "$1.exchange"),
            name("(components\\.\\d+)\\.1\\.1", "$1.exchangeLetter"),
            name("(newsProviders\\.\\d+)\\.providerCode", "$1.code"),
            name("(newsProviders\\.\\d+)\\.providerName", "$1.name"),
            // The lowest bit of the mask, which is the one that the messages have set.
            name("(ticks\\.\\d+)\\.(tickAttribBidAsk\\.bidPastLow|tickAttribLast\\.pastLimit)", "$1.attrMask"),
            name("bidPastLow|pastLimit", "attrMask"),
            name("(ticks\\.\\d+)\\.mask", "$1.attrMask"),
            name("(ticks\\.\\d+)\\.(price|size)(Bid|Ask)", "$1.$2$3"),
            name("(bars\\.\\d+)\\.average", "$1.wap"));

    static {
        TABLE.lines().map(line -> line.split(" ")).forEach(row -> {
            List<String> cells = List.of(row);
            ARGUMENTS.put(cells.get(0) + " " + cells.get(1), cells.subList(2, cells.size()));
        });
    }

    private Events() {}

    /**
     * What the events after one message say that the message holds; zero, false and empty are left out.
     *
     * @param events each the event's name and the list of its arguments
     * @param problems takes what is wrong with the events themselves
     */
    static SortedMap<String, String> fields(String message, List<List<?>> events, List<String> problems) {
        var fields = new TreeMap<String, String>();
        var counts = new HashMap<String, Integer>();
        for (List<?> event : events) {
            String name = event.get(0).toString();
            List<?> arguments = (List<?>) event.get(1);
            if (name.equals("historicalData") && arguments.get(1).toString().startsWith("finished-")) {
                // The range of the whole answer comes as the text of one more bar.
                String[] range = arguments.get(1).toString().split("-", -1);
                name = "historicalDataFinished";
                arguments = List.of(Objects.requireNonNull(arguments.get(0)), range[1], range[2]);
            }
            add(message, name, arguments, counts.merge(name, 1, Integer::sum) - 1, fields, problems);
        }
        if (events.isEmpty()) {
            problems.add("no event");
        }
        return fields;
    }

    private static void add(
            String message,
            String name,
            List<?> arguments,
            int index,
            SortedMap<String, String> fields,
            List<String> problems) {
        @Nullable List<String> paths = ARGUMENTS.get(name + " " + message);
        if (paths == null || arguments.size() > paths.size()) {
            problems.add("event " + name + " with " + arguments);
            return;
        }
        boolean numbered = paths.stream().anyMatch(path -> path.contains("#"));
        if (index > 0 && !numbered) {
            problems.add("event " + name + " came again");
        }
        paths.stream()
                .map(path -> path.split("=", -1))
                .filter(said -> said.length == 2)
                .forEach(said -> put(said[0], said[1], fields, problems));
        for (int i = 0; i < arguments.size(); i++) {
            String path = paths.get(i);
            if (!path.equals("-")) {
                var parts = new TreeMap<String, String>();
                Fields.addJson(
                        path.replace(".", "").isEmpty() ? "" : path.replace("#", Integer.toString(index)),
                        arguments.get(i),
                        parts);
                parts.forEach((part, value) -> put(part, value, fields, problems));
            }
        }
    }

    private static void put(String part, String value, SortedMap<String, String> fields, List<String> problems) {
        String path = ours(part);
        String text = value;
        if (path.matches("descriptions\\.\\d+\\.serviceDataType") && value.matches("Deep2?")) {
            // Before 120 there was only a flag, of which the client makes these words.
            path = path.replace("serviceDataType", "isL2");
            text = value.equals("Deep2") ? "1" : "0";
        }
        if (Fields.says(text)) {
            @Nullable String before = fields.put(path, text);
            if (before != null && !before.equals(text)) {
                problems.add(path + " is " + before + " and " + text);
            }
        }
    }

    private static String ours(String part) {
        String path = part;
        for (Map.Entry<Pattern, String> name : NAMES) {
            var matcher = name.getKey().matcher(path);
            path = matcher.matches() ? matcher.replaceFirst(name.getValue()) : path;
        }
        return path;
    }

    private static Map.Entry<Pattern, String> name(String theirs, String ours) {
        return Map.entry(Pattern.compile(theirs), ours);
    }
}
