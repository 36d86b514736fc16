// Every request of an unmodified third-party client: node requests.js HOST PORT SESSIONS
// In each session, whose version the gateway decides, every request is called first with empty arguments, then with one
// argument field more each time, until all are filled, each with a value of its own. Prints one JSON line per session:
// which fields were added, in order, and which the client refused; a refused call sends nothing.
"use strict";
const { IBApi, EventName } = require("@stoqey/ib");

const [host, port, sessions] = process.argv.slice(2);
const sessionTimeoutMs = 30_000;

const contract = {
  conId: 1001,
  symbol: "symbol",
  secType: "OPT",
  lastTradeDateOrContractMonth: "20270115",
  strike: 101.5,
  right: "C",
  multiplier: 102,
  exchange: "exchange",
  primaryExch: "primaryExch",
  currency: "currency",
  localSymbol: "localSymbol",
  tradingClass: "tradingClass",
  includeExpired: true,
  secIdType: "secIdType",
  secId: "secId",
  issuerId: "issuerId",
};
const leg = (n) => ({ conId: 1010 + n, ratio: 1020 + n, action: `legAction${n}`, exchange: `legExchange${n}` });
const orderLeg = (n) => ({
  ...leg(n),
  openClose: 1030 + n,
  shortSaleSlot: 1040 + n,
  designatedLocation: `legLocation${n}`,
  exemptCode: 1050 + n,
});
const deltaNeutralContract = { conId: 1060, delta: 0.61, price: 106.25 };
const bag = (legs) => ({ ...contract, secType: "BAG", comboLegs: legs, deltaNeutralContract });
const options = [
  { tag: "optionA", value: "1" },
  { tag: "optionB", value: "2" },
];
const cancel = { manualOrderCancelTime: "20260611-13:30:00", extOperator: "extOperator", manualOrderIndicator: 1 };

// Fields on which others depend come before them.
const order = {
  action: "action",
  totalQuantity: 2001,
  orderType: "LMT",
  lmtPrice: 200.25,
  auxPrice: 201.25,
  tif: "tif",
  ocaGroup: "ocaGroup",
  account: "account",
  openClose: "openClose",
  origin: 2002,
  orderRef: "orderRef",
  transmit: true,
  parentId: 2003,
  blockOrder: true,
  sweepToFill: true,
  displaySize: 2004,
  triggerMethod: 2005,
  outsideRth: true,
  hidden: true,
  discretionaryAmt: 202.25,
  goodAfterTime: "goodAfterTime",
  goodTillDate: "goodTillDate",
  faGroup: "faGroup",
  faMethod: "faMethod",
  faPercentage: "faPercentage",
  faProfile: "faProfile",
  modelCode: "modelCode",
  shortSaleSlot: 2006,
  designatedLocation: "designatedLocation",
  exemptCode: 2007,
  ocaType: 2008,
  rule80A: "rule80A",
  settlingFirm: "settlingFirm",
  allOrNone: true,
  minQty: 2009,
  percentOffset: 0.203,
  eTradeOnly: true,
  firmQuoteOnly: true,
  nbboPriceCap: 204.25,
  auctionStrategy: 2010,
  startingPrice: 205.25,
  stockRefPrice: 206.25,
  delta: 0.207,
  stockRangeLower: 208.25,
  stockRangeUpper: 209.25,
  overridePercentageConstraints: true,
  volatility: 0.21,
  volatilityType: 2011,
  deltaNeutralOrderType: "deltaNeutralOrderType",
  deltaNeutralAuxPrice: 211.25,
  deltaNeutralConId: 2012,
  deltaNeutralSettlingFirm: "deltaNeutralSettlingFirm",
  deltaNeutralClearingAccount: "deltaNeutralClearingAccount",
  deltaNeutralClearingIntent: "deltaNeutralClearingIntent",
  deltaNeutralOpenClose: "deltaNeutralOpenClose",
  deltaNeutralShortSale: true,
  deltaNeutralShortSaleSlot: 2013,
  deltaNeutralDesignatedLocation: "deltaNeutralDesignatedLocation",
  continuousUpdate: 1,
  referencePriceType: 2014,
  trailStopPrice: 212.25,
  trailingPercent: 2.13,
  scaleInitLevelSize: 2015,
  scaleSubsLevelSize: 2016,
  scalePriceIncrement: 0.214,
  scalePriceAdjustValue: 0.215,
  scalePriceAdjustInterval: 2017,
  scaleProfitOffset: 0.216,
  scaleAutoReset: true,
  scaleInitPosition: 2018,
  scaleInitFillQty: 2019,
  scaleRandomPercent: true,
  scaleTable: "scaleTable",
  activeStartTime: "activeStartTime",
  activeStopTime: "activeStopTime",
  hedgeType: "hedgeType",
  hedgeParam: "hedgeParam",
  optOutSmartRouting: true,
  clearingAccount: "clearingAccount",
  clearingIntent: "clearingIntent",
  notHeld: true,
  algoStrategy: "algoStrategy",
  algoParams: options,
  algoId: "algoId",
  whatIf: true,
  orderMiscOptions: "orderMiscOptions",
  solicited: true,
  randomizeSize: true,
  randomizePrice: true,
  adjustedOrderType: "adjustedOrderType",
  triggerPrice: 217.25,
  lmtPriceOffset: 0.218,
  adjustedStopPrice: 219.25,
  adjustedStopLimitPrice: 220.25,
  adjustedTrailingAmount: 0.221,
  adjustableTrailingUnit: 2020,
  extOperator: "extOperator",
  softDollarTier: { name: "tierName", value: "tierValue" },
  cashQty: 2222.5,
  mifid2DecisionMaker: "mifid2DecisionMaker",
  mifid2DecisionAlgo: "mifid2DecisionAlgo",
  mifid2ExecutionTrader: "mifid2ExecutionTrader",
  mifid2ExecutionAlgo: "mifid2ExecutionAlgo",
  dontUseAutoPriceForHedge: true,
  isOmsContainer: true,
  discretionaryUpToLimitPrice: true,
  usePriceMgmtAlgo: true,
  duration: 2021,
  postToAts: 2022,
  autoCancelParent: true,
  advancedErrorOverride: "advancedErrorOverride",
  manualOrderTime: "manualOrderTime",
  customerAccount: "customerAccount",
  professionalCustomer: true,
  includeOvernight: true,
  manualOrderIndicator: 2023,
  imbalanceOnly: true,
};
const pegBest = { orderType: "PEG BEST", minTradeQty: 2031, minCompeteSize: 2032 };
const conditions = [
  { type: 1, conjunctionConnection: "a", isMore: true, strValue: "231.25", conId: 2033, exchange: "priceExchange", triggerMethod: 4 },
  { type: 3, conjunctionConnection: "o", isMore: true, strValue: "20260611 13:30:00 UTC" },
  { type: 4, conjunctionConnection: "a", isMore: true, strValue: "32" },
  { type: 5, conjunctionConnection: "o", secType: "STK", exchange: "executionExchange", symbol: "executionSymbol" },
  { type: 6, conjunctionConnection: "a", isMore: true, strValue: "2034", conId: 2035, exchange: "volumeExchange" },
  { type: 7, conjunctionConnection: "o", isMore: true, strValue: "2.5", conId: 2036, exchange: "percentExchange" },
];
const orders = [
  [contract, order],
  [{ deltaNeutralContract }, { orderType: "MKT", usePriceMgmtAlgo: false, trailStopPrice: 230.25 }],
  [{ secType: "BAG", comboLegs: [orderLeg(1), orderLeg(2)] }, { orderComboLegs: [{ price: 1.5 }, { price: 2.5 }], smartComboRoutingParams: options }],
  [{}, { conditions, conditionsIgnoreRth: true, conditionsCancelOrder: true }],
  ...["PEG BENCH", "PEGBENCH"].map((orderType) => [
    {},
    {
      orderType,
      referenceContractId: 2037,
      isPeggedChangeAmountDecrease: true,
      peggedChangeAmount: 0.238,
      referenceChangeAmount: 0.239,
      referenceExchangeId: "referenceExchangeId",
    },
  ]),
  [{ exchange: "IBKRATS" }, { ...pegBest, competeAgainstBestOffset: 0.24 }],
  [
    { exchange: "IBKRATS" },
    { ...pegBest, competeAgainstBestOffset: Infinity, midOffsetAtWhole: 0.241, midOffsetAtHalf: 0.242 },
  ],
  [{}, { orderType: "PEG MID", midOffsetAtWhole: 0.243, midOffsetAtHalf: 0.244 }],
];

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

const isTagValue = (value) => typeof value === "object" && "tag" in value && "value" in value;

/** What an argument is before any of its fields is filled. */
function empty(name, value) {
  // The client refuses filter options, even an empty list, at the versions that don't know them.
  if (name === "scannerSubscriptionFilterOptions") return null;
  if (Array.isArray(value)) return [];
  // The client refuses a request for ticks at the versions that don't know their number, unless it is 0.
  if (name === "numberOfTicks") return 0;
  return { string: "", boolean: false, object: {} }[typeof value];
}

/** The paths of all fields below a value, in order. A tag with its value counts as one field. */
function paths(value) {
  if (typeof value !== "object" || isTagValue(value)) return [[]];
  return Object.keys(value).flatMap((key) => paths(value[key]).map((path) => [key, ...path]));
}

function get(target, path) {
  return path.reduce((at, key) => at?.[key], target);
}

/** A copy of the target with the field at the path taken from the source. */
function withField(target, source, [key, ...path]) {
  const copy = Array.isArray(source) ? [...(target ?? [])] : { ...target };
  copy[key] = path.length === 0 ? source[key] : withField(copy[key], source[key], path);
  return copy;
}

function session(index) {
  return new Promise((resolve, reject) => {
    const ib = new IBApi({ host, port: Number(port), clientId: index, maxReqPerSec: 1e9 });
    const timer = setTimeout(() => reject(new Error(`session ${index} did not end in time`)), sessionTimeoutMs);
    let refusal;
    let sent;
    ib.on(EventName.error, (error) => (refusal = error.message));
    ib.on(EventName.sent, () => sent++);

    /** Why the client refused the call, or undefined if it sent one message. */
    function call(method, args) {
      refusal = undefined;
      sent = 0;
      ib[method](...Object.values(args));
      if (refusal === undefined && sent !== 1) throw new Error(`${method} sent ${sent} messages`);
      return refusal;
    }

    function grow([message, method, full]) {
      let args = Object.fromEntries(Object.entries(full).map(([name, value]) => [name, empty(name, value)]));
      const refused = call(method, args);
      const steps = [];
      for (const path of refused ? [] : paths(full)) {
        const more = withField(args, full, path);
        const why = call(method, more);
        steps.push({ path: path.join("."), value: get(full, path), refused: why });
        if (!why) args = more;
      }
      return { message, refused, steps };
    }

    ib.once(EventName.nextValidId, () =>
      // The client sends what it is asked for after it has told this event.
      setImmediate(() => {
        try {
          const seen = { serverVersion: ib.serverVersion, requests: requests.map(grow) };
          process.stdout.write(JSON.stringify(seen, (key, value) => (value === Infinity ? "Infinity" : value)) + "\n");
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
