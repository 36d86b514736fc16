// A session of an unmodified third-party client, step by step as it is told: node conformance.js HOST PORT CLIENT_ID
// Reads the names of steps from standard input, a line each, and answers `done NAME` when the step's answers are there. After `end` it
// prints all that it was told: a JSON document of lists of events, by request where an event belongs to one. Exit code 1 with a reason on
// stderr if an answer did not come in time.
"use strict";
const readline = require("node:readline");
const { IBApi, EventName, Instrument, LocationCode, ScanCode } = require("@stoqey/ib");

const [host, port, clientId] = process.argv.slice(2);
const deadlineMs = 20_000;
const firstBarrier = 900_000;
const clientRefusesOldGateway = 503;
const ib = new IBApi({ host, port: Number(port), clientId: Number(clientId) });
const account = "DU1234567";
const stock = (symbol) => ({ symbol, secType: "STK", exchange: "SMART", currency: "USD" });
const apple = { conId: 265598, ...stock("AAPL") };
const told = {};
const waiting = new Set();
let barriers = 0;
let firstOrderId = 0;
let last = [];
let article = "";
let expiry = "";

/** Events whose first argument is the id of a request or order. */
const byId = new Set(
  ("accountSummary accountSummaryEnd accountUpdateMulti accountUpdateMultiEnd contractDetails contractDetailsEnd tickSnapshotEnd " +
    "marketDataType displayGroupList displayGroupUpdated execDetails execDetailsEnd headTimestamp histogramData historicalDataUpdate " +
    "historicalNews historicalNewsEnd historicalTicks historicalTicksBidAsk historicalTicksLast newsArticle openOrder orderStatus pnl " +
    "pnlSingle positionMulti positionMultiEnd realtimeBar scannerData scannerDataEnd securityDefinitionOptionParameter " +
    "securityDefinitionOptionParameterEnd smartComponents softDollarTiers symbolSamples tickByTickAllLast tickByTickBidAsk " +
    "tickByTickMidPoint tickGeneric tickNews tickOptionComputation tickPrice tickReqParams tickSize tickString updateMktDepth " +
    "updateMktDepthL2 historicalData userInfo").split(" "),
);
/** Of the client itself, or told again as `info`. */
const left = new Set(["all", "result", "received", "sent", "connected", "server", "disconnected"]);

function place(name, args) {
  if (name === "error" && args[2] > 0) return `id ${args[2]}`;
  if (byId.has(name)) return Number(args[0]) > 0 ? `id ${args[0]}` : name;
  return name.startsWith("position") || name.startsWith("completedOrder") || name.startsWith("update") ? name : "session";
}

function plain(args) {
  return args.map((value) =>
    value instanceof Error ? value.message : value instanceof Map ? [...value] : value === undefined ? null : value,
  );
}

ib.on(EventName.all, (name, args) => {
  if (left.has(name) || (name === "error" && args[2] >= firstBarrier)) {
    // Not of interest in itself, but a step may wait for it.
  } else {
    last = [name, ...plain(args)];
    (told[place(name, args)] ??= []).push(last);
  }
  for (const each of waiting) each(name, args);
});

/** Does something and waits for an event. */
function answered(action, wanted, fits = () => true) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${wanted} within ${deadlineMs} ms`)), deadlineMs);
    const look = (name, args) => {
      const tooOld = name === "error" && args[1] === clientRefusesOldGateway;
      if (!tooOld && (name !== wanted || !fits(...args))) return;
      clearTimeout(timer);
      waiting.delete(look);
      resolve(args);
    };
    waiting.add(look);
    action();
  });
}

const byThis = (id) => (first) => Number(first) === id;
const refused = (id, code, action) => answered(action, "error", (error, actual, reqId) => actual === code && reqId === id);
const status = (id, wanted, action) => answered(action, "orderStatus", (order, actual) => order === id && actual === wanted);

/** A question that only the gateway can answer, behind all that was asked and sent before it. */
function barrier() {
  const id = firstBarrier + ++barriers;
  return refused(id, 200, () => ib.reqContractDetails(id, { conId: 70_000_000 + 100_000 * Number(clientId) + barriers }));
}

const order = (action, orderType, totalQuantity, more = {}) => ({ action, orderType, totalQuantity, tif: "DAY", transmit: true, ...more });

const steps = {
  async connect() {
    const accounts = answered(() => {}, "managedAccounts");
    const farms = answered(() => {}, "error", (error, code) => code === 2158).catch(() => {});
    const info = answered(() => {}, "info", (text, code) => code === 2158).catch(() => {});
    [firstOrderId] = await answered(() => ib.connect(), "nextValidId");
    await accounts;
    await Promise.race([farms, info]);
  },
  async contracts() {
    await answered(() => ib.reqContractDetails(1, apple), "contractDetailsEnd", byThis(1));
    await answered(() => ib.reqContractDetails(2, { ...stock("MES"), secType: "FUT", exchange: "CME" }), "contractDetailsEnd", byThis(2));
    await refused(3, 200, () => ib.reqContractDetails(3, stock("NOSUCH")));
    await answered(() => ib.reqMatchingSymbols(4, "AA"), "symbolSamples", byThis(4));
    await answered(() => ib.reqMarketRule(26), "marketRule");
    const options = answered(() => {}, "securityDefinitionOptionParameter", byThis(5));
    await answered(() => ib.reqSecDefOptParams(5, "AAPL", "", "STK", 265598), "securityDefinitionOptionParameterEnd", byThis(5));
    expiry = (await options)[5].at(-1);
    await answered(() => ib.reqMktDepthExchanges(), "mktDepthExchanges");
    await answered(() => ib.reqFamilyCodes(), "familyCodes");
    await answered(() => ib.reqSoftDollarTiers(6), "softDollarTiers", byThis(6));
    await answered(() => ib.reqUserInfo(7), "userInfo", byThis(7));
    const option = { ...stock("AAPL"), secType: "OPT", lastTradeDateOrContractMonth: expiry, strike: 230, right: "C", multiplier: 100 };
    await answered(() => ib.calculateOptionPrice(8, option, 0.3, 228), "tickOptionComputation", byThis(8));
    await answered(() => ib.calculateImpliedVolatility(9, option, 20, 228), "tickOptionComputation", byThis(9));
    await answered(() => ib.queryDisplayGroups(10), "displayGroupList", byThis(10));
    await answered(() => ib.reqManagedAccts(), "managedAccounts");
    await refused(11, 10358, () => ib.reqFundamentalData(11, apple, "ReportSnapshot"));
    await refused(12, 10276, () => ib.reqWshMetaData(12));
    await barrier();
  },
  async history() {
    const finished = (id) => (actual, time) => actual === id && String(time).startsWith("finished");
    await answered(() => ib.reqHistoricalData(20, apple, "", "2 D", "30 mins", "TRADES", 1, 2, false), "historicalData", finished(20));
    await answered(() => ib.reqHistoricalData(21, apple, "", "1 D", "1 hour", "BID_ASK", 0, 1, false), "historicalData", finished(21));
    await refused(22, 200, () => ib.reqHistoricalData(22, stock("NOSUCH"), "", "1 D", "1 hour", "TRADES", 1, 1, false));
    await refused(23, 10314, () => ib.reqHistoricalData(23, apple, "yesterday", "1 D", "1 hour", "TRADES", 1, 1, false));
    await refused(24, 366, () => ib.cancelHistoricalData(24));
    await answered(() => ib.reqHeadTimestamp(25, apple, "TRADES", 1, 1), "headTimestamp", byThis(25));
    ib.cancelHeadTimestamp(25);
    await answered(() => ib.reqHistogramData(26, apple, true, 3, "D"), "histogramData", byThis(26));
    await answered(() => ib.reqHistoricalTicks(27, apple, "", "20250303 20:00:00 UTC", 20, "TRADES", 1, false), "historicalTicksLast", byThis(27));
    await answered(() => ib.reqHistoricalTicks(28, apple, "20250303 15:00:00 UTC", "", 20, "BID_ASK", 1, true), "historicalTicksBidAsk", byThis(28));
    await answered(() => ib.reqHistoricalTicks(29, apple, "20250303 15:00:00 UTC", "", 20, "MIDPOINT", 1, false), "historicalTicks", byThis(29));
    await barrier();
  },
  async news() {
    await answered(() => ib.reqNewsProviders(), "newsProviders");
    [, , , article] = await answered(() => ib.reqHistoricalNews(30, 265598, "BRFG", "", "", 2), "historicalNews", byThis(30));
    await answered(() => ib.reqNewsArticle(31, "BRFG", article), "newsArticle", byThis(31));
    await refused(32, 10172, () => ib.reqNewsArticle(32, "BRFG", "BRFG$none"));
    await answered(() => ib.reqScannerParameters(), "scannerParameters");
    await barrier();
  },
  async quotes() {
    await answered(() => ib.reqMktData(40, apple, "233,236", false, false), "tickReqParams", byThis(40));
    await answered(() => ib.reqMktData(41, stock("MSFT"), "", false, false), "tickReqParams", byThis(41));
    await answered(() => ib.reqMktData(42, stock("IBM"), "", true, false), "tickSnapshotEnd", byThis(42));
    await refused(41, 102, () => ib.reqMktData(41, stock("IBM"), "", false, false));
    await refused(43, 200, () => ib.reqMktData(43, stock("NOSUCH"), "", false, false));
    await refused(44, 300, () => ib.cancelMktData(44));
    await refused(45, 321, () => ib.reqMktData(45, stock("IBM"), "999", false, false));
    await refused(46, 414, () => ib.reqMktData(46, apple, "233", true, false));
    await barrier();
  },
  async depth() {
    await answered(() => ib.reqMktDepth(50, { ...stock("AAPL"), exchange: "ISLAND" }, 5, false), "updateMktDepth", byThis(50));
    await answered(() => ib.reqMktDepth(51, stock("MSFT"), 5, true), "updateMktDepthL2", byThis(51));
    await refused(52, 310, () => ib.cancelMktDepth(52, false));
    await barrier();
  },
  async bars() {
    ib.reqTickByTickData(60, apple, "BidAsk", 0, false);
    ib.reqRealTimeBars(63, apple, 5, "TRADES", false);
    const finished = (id) => (actual, time) => actual === id && String(time).startsWith("finished");
    await answered(() => ib.reqHistoricalData(64, apple, "", "1800 S", "1 min", "TRADES", 0, 2, true), "historicalData", finished(64));
    await barrier();
  },
  /** A gateway allows five streams of single ticks at once, so that clients take turns with these. */
  async ticks() {
    ib.reqTickByTickData(61, apple, "AllLast", 0, false);
    ib.reqTickByTickData(62, apple, "MidPoint", 0, false);
    await barrier();
  },
  async cancelTicks() {
    for (const id of [61, 62]) ib.cancelTickByTickData(id);
    await barrier();
  },
  async account() {
    await answered(() => ib.reqAccountSummary(70, "All", "NetLiquidation,TotalCashValue"), "accountSummaryEnd", byThis(70));
    await answered(() => ib.reqAccountUpdates(true, account), "accountDownloadEnd");
    await answered(() => ib.reqAccountUpdatesMulti(71, account, "", false), "accountUpdateMultiEnd", byThis(71));
    await answered(() => ib.reqPositions(), "positionEnd");
    await answered(() => ib.reqPositionsMulti(72, account, ""), "positionMultiEnd", byThis(72));
    await answered(() => ib.reqPnL(73, account, ""), "pnl", byThis(73));
    await answered(() => ib.reqPnLSingle(74, account, "", 265598), "pnlSingle", byThis(74));
    await refused(75, 321, () => ib.reqPnL(75, "DU9", ""));
    await barrier();
  },
  async scanner() {
    const scan = { numberOfRows: 5, instrument: Instrument.STK, locationCode: LocationCode.STK_US_MAJOR, scanCode: ScanCode.MOST_ACTIVE };
    await answered(() => ib.reqScannerSubscription(80, scan), "scannerDataEnd", byThis(80));
    await refused(81, 365, () => ib.cancelScannerSubscription(81));
    ib.reqNewsBulletins(true);
    await barrier();
  },
  /** Time has passed, and what that brought is waited for. */
  settle: barrier,
  async cancelStreams() {
    ib.cancelMktData(40);
    ib.cancelMktData(41);
    ib.cancelMktDepth(50, false);
    ib.cancelMktDepth(51, true);
    ib.cancelTickByTickData(60);
    ib.cancelRealTimeBars(63);
    ib.cancelHistoricalData(64);
    ib.cancelScannerSubscription(80);
    ib.cancelNewsBulletins();
    await barrier();
  },
  async placeLimit() {
    const id = firstOrderId;
    await status(id, "PreSubmitted", () => ib.placeOrder(id, apple, order("BUY", "LMT", 10, { lmtPrice: 10, orderRef: `r${clientId}` })));
    await barrier();
  },
  async modifyLimit() {
    const id = firstOrderId;
    const seen = answered(() => {}, "openOrder", (order, contract, changed) => order === id && changed.lmtPrice === 11);
    ib.placeOrder(id, apple, order("BUY", "LMT", 20, { lmtPrice: 11, orderRef: `r${clientId}` }));
    await seen;
    await barrier();
  },
  async lists() {
    await answered(() => ib.reqOpenOrders(), "openOrderEnd");
    await answered(() => ib.reqAllOpenOrders(), "openOrderEnd");
    await answered(() => ib.reqAutoOpenOrders(true), "info", (text, code) => code === 327);
    await answered(() => ib.reqIds(), "nextValidId");
    await answered(() => ib.reqExecutions(90, {}), "execDetailsEnd", byThis(90));
    await barrier();
  },
  async cancelLimit() {
    const id = firstOrderId;
    await status(id, "PendingCancel", () => ib.cancelOrder(id));
    await barrier();
  },
  async placeMarket() {
    const id = firstOrderId + 1;

    await status(id, "PreSubmitted", () => ib.placeOrder(id, apple, order("BUY", "MKT", 2500)));
    await barrier();
  },
  async placeBracket() {
    const id = firstOrderId + 2;
    ib.placeOrder(id, apple, order("BUY", "LMT", 10, { lmtPrice: 12, transmit: false }));
    ib.placeOrder(id + 1, apple, order("SELL", "LMT", 10, { lmtPrice: 9999, parentId: id, transmit: false }));
    await status(id + 2, "PreSubmitted", () =>
      ib.placeOrder(id + 2, apple, order("SELL", "STP", 10, { auxPrice: 5, parentId: id, transmit: true })),
    );
    await barrier();
  },
  async cancelBracket() {
    const id = firstOrderId + 2;
    await status(id, "PendingCancel", () => ib.cancelOrder(id));
    await barrier();
  },
  async placeOca() {
    const id = firstOrderId + 5;
    const group = { ocaGroup: `oca${clientId}`, ocaType: 1 };
    await status(id, "PreSubmitted", () => ib.placeOrder(id, apple, order("BUY", "LMT", 10, { lmtPrice: 13, ...group })));
    await barrier();
  },
  async placeOcaFilled() {
    const id = firstOrderId + 6;
    const group = { ocaGroup: `oca${clientId}`, ocaType: 1 };
    await status(id, "PreSubmitted", () => ib.placeOrder(id, apple, order("BUY", "MKT", 10, group)));
    await barrier();
  },
  async refusedOrders() {
    const id = firstOrderId + 10;
    await refused(id, 321, () => ib.placeOrder(id, apple, order("BUY", "WISH", 10)));
    await refused(id + 1, 10052, () => ib.placeOrder(id + 1, apple, order("BUY", "MKT", 10, { tif: "" })));
    await refused(id + 2, 110, () => ib.placeOrder(id + 2, apple, order("BUY", "LMT", 10, { lmtPrice: 10.0001 })));
    await refused(id + 3, 200, () => ib.placeOrder(id + 3, stock("NOSUCH"), order("BUY", "MKT", 10)));
    await refused(id + 4, 10243, () => ib.placeOrder(id + 4, apple, order("BUY", "MKT", 1.5)));
    await refused(id + 5, 201, () => ib.placeOrder(id + 5, apple, order("BUY", "MKT", 900_000)));
    await refused(firstOrderId, 103, () => ib.placeOrder(firstOrderId, apple, order("BUY", "MKT", 10)));
    await refused(id + 90, 10147, () => ib.cancelOrder(id + 90));
    await refused(firstOrderId, 10148, () => ib.cancelOrder(firstOrderId));
    await barrier();
  },
  async whatIf() {
    const id = firstOrderId + 20;
    await answered(() => ib.placeOrder(id, apple, order("BUY", "MKT", 10, { whatIf: true })), "openOrder", byThis(id));
    await barrier();
  },
  async reports() {
    await answered(() => ib.reqExecutions(91, {}), "execDetailsEnd", byThis(91));
    await answered(() => ib.reqExecutions(92, { symbol: "MSFT" }), "execDetailsEnd", byThis(92));
    await answered(() => ib.reqExecutions(93, { side: "BUY", clientId: String(clientId) }), "execDetailsEnd", byThis(93));
    await barrier();
  },
  async askCompleted() {
    ib.reqCompletedOrders(false);
    await barrier();
  },
  async cancelAccount() {
    ib.cancelAccountSummary(70);
    ib.reqAccountUpdates(false, account);
    ib.cancelAccountUpdatesMulti(71);
    ib.cancelPositions();
    ib.cancelPositionsMulti(72);
    ib.cancelPnL(73);
    ib.cancelPnLSingle(74);
    await barrier();
  },
  async globalCancel() {
    const id = firstOrderId + 30;
    await status(id, "PreSubmitted", () => ib.placeOrder(id, apple, order("BUY", "LMT", 10, { lmtPrice: 14 })));
    await barrier();
    await status(id, "PendingCancel", () => ib.reqGlobalCancel());
    await barrier();
  },
  async disconnect() {
    await answered(() => ib.disconnect(), "disconnected");
  },
};

async function main() {
  for await (const name of readline.createInterface({ input: process.stdin })) {
    if (name === "end") {
      const document = JSON.stringify(told, (key, value) => (value === Infinity ? "Infinity" : value));
      return new Promise((written) => process.stdout.write(`${document}\n`, written));
    }
    try {
      await steps[name]();
    } catch (error) {
      throw new Error(`${name}: ${error.message}`);
    }
    process.stdout.write(`done ${name}\n`);
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error.message}; told last: ${JSON.stringify(last)}\n`, () => process.exit(1));
  },
);
