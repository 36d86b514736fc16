// What the requests of third-party clients are filled with, each field with a value of its own, and the calls by which
// they are filled.
"use strict";

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

/**
 * Calls a request with empty arguments, then with one argument field more each time. A call answers with an object: in
 * `refused` why the client sent nothing, and what else is to be told of it.
 */
async function grow(message, full, call) {
  let args = Object.fromEntries(Object.entries(full).map(([name, value]) => [name, empty(name, value)]));
  const first = await call(args);
  const steps = [];
  for (const path of first.refused ? [] : paths(full)) {
    const more = withField(args, full, path);
    const told = await call(more);
    steps.push({ path: path.join("."), value: get(full, path), ...told });
    if (!told.refused) args = more;
  }
  return { message, ...first, steps };
}

/** One session as a JSON line. */
function line(seen) {
  return JSON.stringify(seen, (key, value) => (value === Infinity ? "Infinity" : value)) + "\n";
}

module.exports = { contract, deltaNeutralContract, orders, bag, leg, options, cancel, grow, line };
