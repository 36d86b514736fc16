// Every request that an unmodified third-party client offers: node surface.js HOST PORT CLIENT_ID
// Prints as one JSON document, by request, the event that answered it or the code that refused it; exit code 1 with a reason on
// stderr if an answer did not come in time.
"use strict";
const { IBApi, EventName, Instrument, LocationCode, ScanCode } = require("@stoqey/ib");

const [host, port, clientId] = process.argv.slice(2);
const deadlineMs = 10_000;
const ib = new IBApi({ host, port: Number(port), clientId: Number(clientId) });
const stock = { conId: 265598, symbol: "AAPL", secType: "STK", exchange: "SMART", currency: "USD" };
const island = { ...stock, exchange: "ISLAND" };
const account = "DU1234567";
const seen = {};
const errors = [];
let nextId = 1000;
let orderId = 0;
let expiry = "";
let article = "";

/** Makes a request and waits for its event; the event's arguments are given to look, whose result is kept. */
function answered(name, event, request, look = () => true) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name}: no ${event} within ${deadlineMs} ms`)), deadlineMs);
    const listener = (...args) => {
      const kept = look(...args);
      if (kept === undefined) return;
      clearTimeout(timer);
      ib.off(event, listener);
      seen[name] = kept;
      resolve(kept);
    };
    ib.on(event, listener);
    request(++nextId);
  });
}

/** Makes a request and waits for the error that refuses it; this client shows those without an id as information. */
function refused(name, code, request, event = EventName.error) {
  return answered(name, event, request, (message, actual) => (actual === code ? code : undefined));
}

/** Makes a request that nothing answers; that nothing did is seen by the answer to the next one. */
async function silent(name, request) {
  const before = errors.length;
  request(nextId);
  await answered(name, EventName.nextValidId, () => ib.reqIds(), () => "silent");
  if (errors.length > before) throw new Error(`${name}: error ${JSON.stringify(errors.at(-1))}`);
}

/** Every request that the client offers, noted when it is made. */
const uncalled = new Set(
  Object.getOwnPropertyNames(IBApi.prototype).filter((name) =>
    /^(req|cancel|calculate|query|subscribe|unsubscribe|update|exercise|place|replace|request|setServer)/.test(name),
  ),
);
for (const name of uncalled) {
  const request = ib[name];
  ib[name] = (...args) => {
    uncalled.delete(name);
    return request.apply(ib, args);
  };
}

async function main() {
  ib.on(EventName.error, (error, code, reqId) => {
    if (![2104, 2106, 2158].includes(code)) errors.push({ code, reqId, text: String(error.message ?? error) });
  });
  await answered("connect", EventName.nextValidId, () => ib.connect(), (id) => {
    orderId = id;
    return true;
  });

  await answered("reqManagedAccts", EventName.managedAccounts, () => ib.reqManagedAccts(), (list) => list);
  await answered("reqCurrentTime", EventName.currentTime, () => ib.reqCurrentTime(), (time) => time > 1e9);
  await answered("reqFamilyCodes", EventName.familyCodes, () => ib.reqFamilyCodes(), (codes) => codes.length);
  await answered("reqUserInfo", EventName.userInfo, (id) => ib.reqUserInfo(id));
  await answered("reqSoftDollarTiers", EventName.softDollarTiers, (id) => ib.reqSoftDollarTiers(id));
  await silent("setServerLogLevel", () => ib.setServerLogLevel(3));

  await answered("reqContractDetails", EventName.contractDetails, (id) => ib.reqContractDetails(id, stock), (id, d) => d.longName);
  await answered("reqMatchingSymbols", EventName.symbolSamples, (id) => ib.reqMatchingSymbols(id, "AAPL"), (id, d) => d.length);
  await answered("reqMarketRule", EventName.marketRule, () => ib.reqMarketRule(26), (id, steps) => steps.length);
  await answered(
    "reqSecDefOptParams",
    EventName.securityDefinitionOptionParameter,
    (id) => ib.reqSecDefOptParams(id, "AAPL", "", "STK", 265598),
    (id, exchange, conId, tradingClass, multiplier, expirations) => {
      expiry = expirations.at(-1);
      return expirations.length > 5;
    },
  );
  await answered("reqMktDepthExchanges", EventName.mktDepthExchanges, () => ib.reqMktDepthExchanges(), (list) => list.length > 3);
  const option = { ...stock, conId: 0, secType: "OPT", lastTradeDateOrContractMonth: expiry, strike: 230, right: "C", multiplier: 100 };
  await answered(
    "calculateOptionPrice",
    EventName.tickOptionComputation,
    (id) => ib.calculateOptionPrice(id, option, 0.3, 228),
    (id, field, attrib, iv, delta, price) => price > 1 && delta > 0,
  );
  await answered(
    "calculateImpliedVolatility",
    EventName.tickOptionComputation,
    (id) => ib.calculateImpliedVolatility(id, option, 20, 228),
    (id, field, attrib, iv) => iv > 0,
  );
  await silent("cancelCalculateOptionPrice", (id) => ib.cancelCalculateOptionPrice(id));
  await silent("cancelCalculateImpliedVolatility", (id) => ib.cancelCalculateImpliedVolatility(id));

  await silent("reqMarketDataType", () => ib.reqMarketDataType(1));
  let key = "";
  await answered("reqMktData", EventName.tickReqParams, (id) => ib.reqMktData(id, stock, "233,236", false, false), (id, tick, bbo) => {
    key = bbo;
    return true;
  });
  const quoteId = nextId;
  await answered("genericTick", EventName.tickString, () => {}, (id, field, value) => (field === 48 ? value.split(";").length : undefined));
  await answered("reqSmartComponents", EventName.smartComponents, (id) => ib.reqSmartComponents(id, key), (id, map) => (map.size ?? Object.keys(map).length) > 2);
  await silent("cancelMktData", () => ib.cancelMktData(quoteId));
  await answered("reqMktDepth", EventName.updateMktDepth, (id) => ib.reqMktDepth(id, island, 5, false), (id, position, operation) => operation);
  await silent("cancelMktDepth", (id) => ib.cancelMktDepth(nextId, false));
  await answered("reqMktDepth smart", EventName.updateMktDepthL2, (id) => ib.reqMktDepth(id, stock, 5, true), (id, position, maker) => maker);
  await silent("cancelMktDepth smart", () => ib.cancelMktDepth(nextId, true));
  await answered("reqTickByTickData", EventName.tickByTickBidAsk, (id) => ib.reqTickByTickData(id, stock, "BidAsk", 0, false), (id, time, bid, ask) => bid < ask);
  await silent("cancelTickByTickData", () => ib.cancelTickByTickData(nextId));
  await answered("reqRealTimeBars", EventName.realtimeBar, (id) => ib.reqRealTimeBars(id, stock, 5, "TRADES", false), (id, date, open, high, low) => high >= low);
  await silent("cancelRealTimeBars", () => ib.cancelRealTimeBars(nextId));

  await answered("reqHistoricalData", EventName.historicalData, (id) => ib.reqHistoricalData(id, stock, "", "2 D", "1 hour", "BID_ASK", 1, 1, false), (id, time) => (String(time).startsWith("finished") ? true : undefined));
  await refused("cancelHistoricalData", 366, () => ib.cancelHistoricalData(9999));
  await answered("reqHeadTimestamp", EventName.headTimestamp, (id) => ib.reqHeadTimestamp(id, stock, "TRADES", true, 1), (id, time) => time);
  await silent("cancelHeadTimestamp", () => ib.cancelHeadTimestamp(nextId));
  await answered("reqHistogramData", EventName.histogramData, (id) => ib.reqHistogramData(id, stock, true, 3, "D"), (id, items) => items.length > 1);
  await silent("cancelHistogramData", () => ib.cancelHistogramData(nextId));
  await answered("reqHistoricalTicks", EventName.historicalTicksLast, (id) => ib.reqHistoricalTicks(id, stock, "", "20250303 20:00:00 UTC", 10, "TRADES", 1, false), (id, ticks) => ticks.length);

  await answered("reqAccountSummary", EventName.accountSummaryEnd, (id) => ib.reqAccountSummary(id, "All", "NetLiquidation"));
  await silent("cancelAccountSummary", () => ib.cancelAccountSummary(nextId));
  await answered("reqAccountUpdates", EventName.accountDownloadEnd, () => ib.reqAccountUpdates(true, account), (code) => code);
  await silent("reqAccountUpdates off", () => ib.reqAccountUpdates(false, account));
  await answered("reqAccountUpdatesMulti", EventName.accountUpdateMultiEnd, (id) => ib.reqAccountUpdatesMulti(id, account, "", false));
  await silent("cancelAccountUpdatesMulti", () => ib.cancelAccountUpdatesMulti(nextId));
  await answered("reqPositions", EventName.positionEnd, () => ib.reqPositions());
  await silent("cancelPositions", () => ib.cancelPositions());
  await answered("reqPositionsMulti", EventName.positionMultiEnd, (id) => ib.reqPositionsMulti(id, account, ""));
  await silent("cancelPositionsMulti", () => ib.cancelPositionsMulti(nextId));
  await answered("reqPnL", EventName.pnl, (id) => ib.reqPnL(id, account, ""), (id, daily) => Number.isFinite(daily));
  await silent("cancelPnL", () => ib.cancelPnL(nextId));
  await answered("reqPnLSingle", EventName.pnlSingle, (id) => ib.reqPnLSingle(id, account, "", 265598), (id, quantity) => quantity);
  await silent("cancelPnLSingle", () => ib.cancelPnLSingle(nextId));

  await answered("reqScannerParameters", EventName.scannerParameters, () => ib.reqScannerParameters(), (xml) => xml.includes("MOST_ACTIVE"));
  await answered(
    "reqScannerSubscription",
    EventName.scannerDataEnd,
    (id) => ib.reqScannerSubscription(id, { numberOfRows: 5, instrument: Instrument.STK, locationCode: LocationCode.STK_US_MAJOR, scanCode: ScanCode.MOST_ACTIVE }),
  );
  await refused("cancelScannerSubscription", 162, () => ib.cancelScannerSubscription(nextId - 1));
  await answered("reqNewsProviders", EventName.newsProviders, () => ib.reqNewsProviders(), (list) => list[0].providerCode ?? list[0].code);
  await answered("reqHistoricalNews", EventName.historicalNews, (id) => ib.reqHistoricalNews(id, 265598, "BRFG", "", "", 1), (id, time, provider, articleId) => {
    article = articleId;
    return provider;
  });
  await answered("reqNewsArticle", EventName.newsArticle, (id) => ib.reqNewsArticle(id, "BRFG", article), (id, type, text) => text.startsWith("APPLE INC"));
  await silent("reqNewsBulletins", () => ib.reqNewsBulletins(true));
  await silent("cancelNewsBulletins", () => ib.cancelNewsBulletins());
  await refused("reqWshMetaData", 10276, (id) => ib.reqWshMetaData(id));
  await silent("reqCancelWshMetaData", () => ib.reqCancelWshMetaData(nextId));
  await refused("reqWshEventData", 10276, (id) => ib.reqWshEventData(id, 265598));
  await silent("reqCancelWshEventData", () => ib.reqCancelWshEventData(nextId));
  await refused("reqFundamentalData", 10358, (id) => ib.reqFundamentalData(id, stock, "ReportSnapshot"));
  await silent("cancelFundamentalData", () => ib.cancelFundamentalData(nextId));
  await refused("requestFA", 321, () => ib.requestFA(1), EventName.info);
  await refused("replaceFA", 321, (id) => ib.replaceFA(id, 1, "<x/>"));
  await answered("queryDisplayGroups", EventName.displayGroupList, (id) => ib.queryDisplayGroups(id), (id, list) => list);
  await answered("subscribeToGroupEvents", EventName.displayGroupUpdated, (id) => ib.subscribeToGroupEvents(id, 1), (id, info) => info);
  const group = nextId;
  await answered("updateDisplayGroup", EventName.displayGroupUpdated, () => ib.updateDisplayGroup(group, "265598@SMART"), (id, info) => info);
  await silent("unsubscribeFromGroupEvents", () => ib.unsubscribeFromGroupEvents(group));
  await refused("exerciseOptions", 322, (id) => ib.exerciseOptions(id, option, 1, 1, account, 0));

  const limit = { action: "BUY", orderType: "LMT", totalQuantity: 10, lmtPrice: 10, tif: "GTC" };
  await answered("placeOrder untransmitted", EventName.nextValidId, () => {
    ib.placeOrder(orderId, stock, { ...limit, transmit: false });
    ib.reqIds();
  });
  const statuses = [];
  const collect = (id, status) => statuses.push(`${id - orderId} ${status}`);
  ib.on(EventName.orderStatus, collect);
  await answered(
    "bracket",
    EventName.orderStatus,
    () => {
      ib.placeOrder(orderId + 1, stock, { ...limit, action: "SELL", lmtPrice: 9999, parentId: orderId, transmit: false });
      ib.placeOrder(orderId + 2, stock, { ...limit, action: "SELL", orderType: "TRAIL", lmtPrice: undefined, auxPrice: 1, parentId: orderId, transmit: true });
    },
    (id, status) => (id === orderId && status === "Submitted" ? [...statuses] : undefined),
  );
  await answered("reqOpenOrders", EventName.openOrderEnd, () => ib.reqOpenOrders());
  await answered("reqAllOpenOrders", EventName.openOrderEnd, () => ib.reqAllOpenOrders());
  await refused("reqAutoOpenOrders", 327, () => ib.reqAutoOpenOrders(true), EventName.info);
  await answered("cancelOrder", EventName.orderStatus, () => ib.cancelOrder(orderId), (id, status) => (id === orderId + 2 && status === "Cancelled" ? status : undefined));
  await silent("reqGlobalCancel", () => ib.reqGlobalCancel());
  await answered("reqExecutions", EventName.execDetailsEnd, (id) => ib.reqExecutions(id, {}));
  await answered("reqCompletedOrders", EventName.completedOrdersEnd, () => ib.reqCompletedOrders(false));

  await answered("disconnect", EventName.disconnected, () => ib.disconnect());
  process.stdout.write(JSON.stringify({ seen, uncalled: [...uncalled] }) + "\n");
}

main().catch((error) => {
  process.stderr.write(`${error.message}; seen so far: ${JSON.stringify(seen)}; errors: ${JSON.stringify(errors)}\n`);
  process.exit(1);
});
