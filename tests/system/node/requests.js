// Every request of an unmodified third-party client: node requests.js HOST PORT SESSIONS
// In each session, whose version the gateway decides, every request is called first with empty arguments, then with one
// argument field more each time, until all are filled, each with a value of its own. Prints one JSON line per session:
// which fields were added, in order, and which the client refused; a refused call sends nothing.
"use strict";
const { IBApi, EventName } = require("@stoqey/ib");
const { contract, orders, bag, leg, options, cancel, grow, line } = require("./calls.js");

const [host, port, sessions] = process.argv.slice(2);
const sessionTimeoutMs = 30_000;

// [our message, the client's method, its arguments by our names, in the method's order]
const reqId = 11;
const requests = [
  ["ReqMktData", "reqMktData", { reqId, contract: bag([leg(1), leg(2)]), genericTickList: "100,101", snapshot: true, regulatorySnapshot: true }],
  ["CancelMktData", "cancelMktData", { reqId }],
  ...orders.map(([c, o]) => ["PlaceOrder", "placeOrder", { orderId: 12, contract: c, order: o }]),
  ["CancelOrder", "cancelOrder", { orderId: 12, cancel }],
  ["ReqOpenOrders", "reqOpenOrders", {}],
  ["ReqAccountUpdates", "reqAccountUpdates", { subscribe: true, acctCode: "acctCode" }],
  [
    "ReqExecutions",
    "reqExecutions",
    {
      reqId,
      filter: { clientId: 13, acctCode: "acctCode", time: "20260611-13:30:00", symbol: "symbol", secType: "STK", exchange: "exchange", side: "BUY" },
    },
  ],
  ["ReqIds", "reqIds", { numIds: 14 }],
  ["ReqContractDetails", "reqContractDetails", { reqId, contract }],
  ["ReqMktDepth", "reqMktDepth", { reqId, contract, numRows: 15, isSmartDepth: true, mktDepthOptions: options }],
  ["CancelMktDepth", "cancelMktDepth", { reqId, isSmartDepth: true }],
  ["ReqNewsBulletins", "reqNewsBulletins", { allMsgs: true }],
  ["CancelNewsBulletins", "cancelNewsBulletins", {}],
  ["SetServerLogLevel", "setServerLogLevel", { logLevel: 5 }],
  ["ReqAutoOpenOrders", "reqAutoOpenOrders", { bAutoBind: true }],
  ["ReqAllOpenOrders", "reqAllOpenOrders", {}],
  ["ReqManagedAccts", "reqManagedAccts", {}],
  ["RequestFA", "requestFA", { faDataType: 3 }],
  ["ReplaceFA", "replaceFA", { reqId, faDataType: 3, cxml: "<cxml/>" }],
  [
    "ReqHistoricalData",
    "reqHistoricalData",
    {
      reqId,
      contract: bag([leg(1), leg(2)]),
      endDateTime: "20260611-13:30:00",
      durationStr: "5 D",
      barSizeSetting: "30 mins",
      whatToShow: "TRADES",
      useRTH: 1,
      formatDate: 2,
      keepUpToDate: true,
    },
  ],
  ["ExerciseOptions", "exerciseOptions", { reqId, contract, exerciseAction: 16, exerciseQuantity: 17, account: "account", override: 18 }],
  [
    "ReqScannerSubscription",
    "reqScannerSubscription",
    {
      reqId,
      subscription: {
        numberOfRows: 19,
        instrument: "instrument",
        locationCode: "locationCode",
        scanCode: 0,
        abovePrice: 301.25,
        belowPrice: 302.25,
        aboveVolume: 303,
        marketCapAbove: 304.25,
        marketCapBelow: 305.25,
        moodyRatingAbove: "moodyRatingAbove",
        moodyRatingBelow: "moodyRatingBelow",
        spRatingAbove: "spRatingAbove",
        spRatingBelow: "spRatingBelow",
        maturityDateAbove: "maturityDateAbove",
        maturityDateBelow: "maturityDateBelow",
        couponRateAbove: 3.06,
        couponRateBelow: 3.07,
        excludeConvertible: true,
        averageOptionVolumeAbove: 308,
        scannerSettingPairs: "scannerSettingPairs",
        stockTypeFilter: "stockTypeFilter",
      },
      scannerSubscriptionOptions: options,
      scannerSubscriptionFilterOptions: [{ tag: "filter", value: "3" }],
    },
  ],
  ["CancelScannerSubscription", "cancelScannerSubscription", { reqId }],
  ["ReqScannerParameters", "reqScannerParameters", {}],
  ["CancelHistoricalData", "cancelHistoricalData", { reqId }],
  ["ReqCurrentTime", "reqCurrentTime", {}],
  ["ReqRealTimeBars", "reqRealTimeBars", { reqId, contract, barSize: 20, whatToShow: "TRADES", useRTH: true, realTimeBarsOptions: options }],
  ["CancelRealTimeBars", "cancelRealTimeBars", { reqId }],
  ["ReqFundamentalData", "reqFundamentalData", { reqId, contract, reportType: "reportType", fundamentalDataOptions: options }],
  ["CancelFundamentalData", "cancelFundamentalData", { reqId }],
  ["CalculateImpliedVolatility", "calculateImpliedVolatility", { reqId, contract, optionPrice: 21.25, underPrice: 22.25 }],
  ["CalculateOptionPrice", "calculateOptionPrice", { reqId, contract, volatility: 0.23, underPrice: 24.25 }],
  ["CancelCalculateImpliedVolatility", "cancelCalculateImpliedVolatility", { reqId }],
  ["CancelCalculateOptionPrice", "cancelCalculateOptionPrice", { reqId }],
  ["ReqGlobalCancel", "reqGlobalCancel", { cancel }],
  ["ReqMarketDataType", "reqMarketDataType", { marketDataType: 3 }],
  ["ReqPositions", "reqPositions", {}],
  ["ReqAccountSummary", "reqAccountSummary", { reqId, groupName: "All", tags: "tags" }],
  ["CancelAccountSummary", "cancelAccountSummary", { reqId }],
  ["CancelPositions", "cancelPositions", {}],
  ["QueryDisplayGroups", "queryDisplayGroups", { reqId }],
  ["SubscribeToGroupEvents", "subscribeToGroupEvents", { reqId, groupId: 25 }],
  ["UpdateDisplayGroup", "updateDisplayGroup", { reqId, contractInfo: "8314@SMART" }],
  ["UnsubscribeFromGroupEvents", "unsubscribeFromGroupEvents", { reqId }],
  ["ReqPositionsMulti", "reqPositionsMulti", { reqId, account: "account", modelCode: "modelCode" }],
  ["CancelPositionsMulti", "cancelPositionsMulti", { reqId }],
  ["ReqAccountUpdatesMulti", "reqAccountUpdatesMulti", { reqId, account: "account", modelCode: "modelCode", ledgerAndNLV: true }],
  ["CancelAccountUpdatesMulti", "cancelAccountUpdatesMulti", { reqId }],
  [
    "ReqSecDefOptParams",
    "reqSecDefOptParams",
    { reqId, underlyingSymbol: "symbol", futFopExchange: "exchange", underlyingSecType: "STK", underlyingConId: 26 },
  ],
  ["ReqSoftDollarTiers", "reqSoftDollarTiers", { reqId }],
  ["ReqFamilyCodes", "reqFamilyCodes", {}],
  ["ReqMatchingSymbols", "reqMatchingSymbols", { reqId, pattern: "pattern" }],
  ["ReqMktDepthExchanges", "reqMktDepthExchanges", {}],
  ["ReqSmartComponents", "reqSmartComponents", { reqId, bboExchange: "bboExchange" }],
  ["ReqNewsArticle", "reqNewsArticle", { reqId, providerCode: "providerCode", articleId: "articleId", newsArticleOptions: options }],
  ["ReqNewsProviders", "reqNewsProviders", {}],
  [
    "ReqHistoricalNews",
    "reqHistoricalNews",
    {
      reqId,
      conId: 27,
      providerCodes: "BRFG+DJNL",
      startDateTime: "2026-06-11 13:30:00.0",
      endDateTime: "2026-06-12 13:30:00.0",
      totalResults: 28,
      historicalNewsOptions: options,
    },
  ],
  ["ReqHeadTimestamp", "reqHeadTimestamp", { reqId, contract, whatToShow: "TRADES", useRTH: true, formatDate: 2 }],
  ["ReqHistogramData", "reqHistogramData", { reqId, contract, useRTH: true, period: 3, periodUnit: "DAY" }],
  ["CancelHistogramData", "cancelHistogramData", { reqId }],
  ["CancelHeadTimestamp", "cancelHeadTimestamp", { reqId }],
  ["ReqMarketRule", "reqMarketRule", { marketRuleId: 29 }],
  ["ReqPnl", "reqPnL", { reqId, account: "account", modelCode: "modelCode" }],
  ["CancelPnl", "cancelPnL", { reqId }],
  ["ReqPnlSingle", "reqPnLSingle", { reqId, account: "account", modelCode: "modelCode", conId: 30 }],
  ["CancelPnlSingle", "cancelPnLSingle", { reqId }],
  [
    "ReqHistoricalTicks",
    "reqHistoricalTicks",
    {
      reqId,
      contract,
      startDateTime: "20260611-13:30:00",
      endDateTime: "20260612-13:30:00",
      numberOfTicks: 31,
      whatToShow: "TRADES",
      useRth: 1,
      ignoreSize: true,
    },
  ],
  ["ReqTickByTickData", "reqTickByTickData", { reqId, contract, tickType: "AllLast", numberOfTicks: 32, ignoreSize: true }],
  ["CancelTickByTickData", "cancelTickByTickData", { reqId }],
  ["ReqCompletedOrders", "reqCompletedOrders", { apiOnly: true }],
  ["ReqWshMetaData", "reqWshMetaData", { reqId }],
  ["CancelWshMetaData", "reqCancelWshMetaData", { reqId }],
  [
    "ReqWshEventData",
    "reqWshEventData",
    {
      reqId,
      event: {
        conId: 33,
        filter: "filter",
        fillWatchlist: true,
        fillPortfolio: true,
        fillCompetitors: true,
        startDate: "20260611",
        endDate: "20260612",
        totalLimit: 34,
      },
    },
  ],
  ["CancelWshEventData", "reqCancelWshEventData", { reqId }],
  ["ReqUserInfo", "reqUserInfo", { reqId }],
];

function session(index) {
  return new Promise((resolve, reject) => {
    const ib = new IBApi({ host, port: Number(port), clientId: index, maxReqPerSec: 1e9 });
    const timer = setTimeout(() => reject(new Error(`session ${index} did not end in time`)), sessionTimeoutMs);
    let refusal;
    let sent;
    ib.on(EventName.error, (error) => (refusal = error.message));
    ib.on(EventName.sent, () => sent++);

    /** Why the client refused the call, or nothing if it sent one message. */
    function call(method, args) {
      refusal = undefined;
      sent = 0;
      ib[method](...Object.values(args));
      if (refusal === undefined && sent !== 1) throw new Error(`${method} sent ${sent} messages`);
      return { refused: refusal };
    }

    ib.once(EventName.nextValidId, () =>
      // The client sends what it is asked for after it has told this event.
      setImmediate(async () => {
        try {
          const seen = { serverVersion: ib.serverVersion, requests: [] };
          for (const [message, method, full] of requests) {
            seen.requests.push(await grow(message, full, (args) => call(method, args)));
          }
          process.stdout.write(line(seen));
          ib.once(EventName.disconnected, () => {
            clearTimeout(timer);
            resolve();
          });
          ib.disconnect();
        } catch (error) {
          reject(error);
        }
      }),
    );
    ib.connect();
  });
}

async function main() {
  for (let i = 0; i < Number(sessions); i++) await session(i);
}

main().catch((error) => {
  process.stderr.write(error.stack + "\n");
  process.exit(1);
});
