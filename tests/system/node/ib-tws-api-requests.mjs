// Every request of an unmodified ib-tws-api: node ib-tws-api-requests.mjs HOST PORT SESSIONS
// Calls and prints as requests.js does; the id that the client gave a request is told with each call. A line also says
// why the methods that are not called sent nothing.
import { Client } from "ib-tws-api";
import calls from "./calls.js";

const [host, port, sessions] = process.argv.slice(2);
const { bag, contract: stoqeyContract, deltaNeutralContract, leg, orders } = calls;
const contract = { ...stoqeyContract, primaryExchange: stoqeyContract.primaryExch };
const reqId = 11;

// The client lets 45 requests pass in a second. Here a second passes whenever it asks for the time.
let now = Date.now();
Date.now = () => (now += 1000);

/** The requests in a session: our message, its arguments by our names, the client's call, the id that it gave. */
function requests(client) {
  const streams = {};

  async function stream(name, method, args) {
    streams[name] = undefined;
    const emitter = await client[method](args);
    streams[name] = { emitter, id: args.requestId };
  }

  function stop(name) {
    return [async () => streams[name].emitter.stop(), () => streams[name]?.id];
  }

  const given = () => client._nextValidId;
  const list = (text) => (text ? [text] : undefined);
  return [
    [
      "ReqMktData",
      { contract: { ...contract, deltaNeutralContract }, genericTickList: "100,101", snapshot: true, regulatorySnapshot: true },
      (a) =>
        a.snapshot
          ? client.getMarketDataSnapshot({ ...a, snapshot: undefined })
          : stream("market", "streamMarketData", { contract: a.contract, genericTickList: a.genericTickList }),
      given,
    ],
    ["CancelMktData", {}, ...stop("market")],
    // The client does not take PEGBENCH for the other spelling of PEG BENCH, and so leaves out the fields of such orders.
    ...orders.filter(([, o]) => o.orderType !== "PEGBENCH").map(([c, o]) => [
      "PlaceOrder",
      {
        contract: c === stoqeyContract ? contract : c,
        order: { ...o, ...(o.softDollarTier && { softDollarTier: { ...o.softDollarTier, val: o.softDollarTier.value } }) },
      },
      // Before 138 the client refuses an order whose decision makers are not empty text, one of them misspelled.
      (a) =>
        client.placeOrder({
          contract: a.contract,
          order: {
            mifid2DecisionMaker: "",
            mifid2DecisionAlgo: "",
            mifid2ExecutionTrade: "",
            mifid2ExecutionAlgo: "",
            ...a.order,
            orderMiscOptions: list(a.order.orderMiscOptions),
          },
        }),
      given,
    ]),
    ["CancelOrder", { orderId: 12 }, (a) => client.cancelOrder(a.orderId)],
    ["ReqOpenOrders", {}, () => client.getOpenOrders()],
    ["ReqAutoOpenOrders", { bAutoBind: true }, (a) => client.reqAutoOpenOrders(a.bAutoBind)],
    ["ReqAllOpenOrders", {}, () => client.getAllOpenOrders()],
    ["ReqGlobalCancel", {}, () => client.reqGlobalCancel()],
    [
      "ReqAccountUpdates",
      { subscribe: true, acctCode: "acctCode" },
      (a) => client.reqAccountUpdates({ subscribe: a.subscribe, accountCode: a.acctCode }),
    ],
    ["ReqPositions", {}, () => client.getPositions()],
    ["CancelPositions", {}, () => client.cancelPositions()],
    ["ReqContractDetails", { contract }, (a) => client.getContractDetails(a.contract), given],
    ["ReqCurrentTime", {}, () => client.getCurrentTime()],
    ["ReqMarketDataType", { marketDataType: 3 }, (a) => client.reqMarketDataType(a.marketDataType)],
    [
      "ReqHistoricalData",
      {
        contract: { ...bag([leg(1), leg(2)]), primaryExchange: contract.primaryExchange },
        endDateTime: "20260611-13:30:00",
        durationStr: "5 D",
        barSizeSetting: "30 mins",
        whatToShow: "TRADES",
        useRTH: 1,
        formatDate: 2,
        keepUpToDate: true,
        chartOptions: "optionA=1;optionB=2;",
      },
      (a) =>
        client.getHistoricalData({
          ...a,
          contract: { comboLegs: [], ...a.contract },
          duration: a.durationStr,
          useRth: a.useRTH,
          chartOptions: list(a.chartOptions),
        }),
      given,
    ],
    ["CancelHistoricalData", { reqId }, (a) => client.cancelHistoricalData(a.reqId)],
    [
      "ReqHeadTimestamp",
      { contract, whatToShow: "TRADES", useRTH: true, formatDate: 2 },
      (a) => client.getHeadTimeStamp({ ...a, useRth: a.useRTH }),
      given,
    ],
    ["CancelHeadTimestamp", { reqId }, (a) => client.cancelHeadTimeStamp(a.reqId)],
    [
      "ReqHistogramData",
      { contract, useRTH: true, timePeriod: "3 days" },
      (a) => client.getHistogramData({ ...a, useRth: a.useRTH }),
      given,
    ],
    ["CancelHistogramData", { reqId }, (a) => client.cancelHistogramData(a.reqId)],
    [
      "ReqHistoricalTicks",
      {
        contract,
        startDateTime: "20260611-13:30:00",
        endDateTime: "20260612-13:30:00",
        numberOfTicks: 31,
        whatToShow: "TRADES",
        useRth: 1,
        ignoreSize: true,
        miscOptions: "optionA=1;optionB=2;",
      },
      (a) => client.getHistoricalTicks({ ...a, miscOptions: list(a.miscOptions) }),
      given,
    ],
    [
      "ReqTickByTickData",
      { contract, tickType: "AllLast", numberOfTicks: 32, ignoreSize: true },
      (a) => stream("ticks", "streamTickByTickData", a),
      given,
    ],
    ["CancelTickByTickData", {}, ...stop("ticks")],
    ["ReqScannerParameters", {}, () => client.reqScannerParameters()],
    ["CancelScannerSubscription", { reqId }, (a) => client.cancelScannerSubscription(a.reqId)],
    ["CancelRealTimeBars", { reqId }, (a) => client.cancelRealTimeBars(a.reqId)],
    [
      "ReqSecDefOptParams",
      { underlyingSymbol: "symbol", futFopExchange: "exchange", underlyingSecType: "STK", underlyingConId: 26 },
      (a) =>
        client.getSecDefOptParams({
          contract: { symbol: a.underlyingSymbol, secType: a.underlyingSecType, conId: a.underlyingConId },
          futFopExchange: a.futFopExchange,
        }),
      given,
    ],
  ];
}

/** Resolves when everything is sent that was asked for before. */
const sent = () => new Promise(setImmediate);

/** Why a call sent nothing. One that sent its request waits for an answer, which no one needs here. */
async function refusal(answer) {
  let refused;
  answer.catch((error) => (refused = error.message));
  await sent();
  return refused;
}

async function session(index) {
  const client = new Client({ host, port: Number(port), clientId: index });
  await client.connect();
  const used = new Set(["constructor", "connect"]);
  const watched = new Proxy(client, {
    get(target, name) {
      used.add(name);
      const value = target[name];
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const seen = { serverVersion: client._serverVersion, requests: [], unused: {} };
  for (const [message, full, call, id] of requests(watched)) {
    const one = async (args) => ({ refused: await refusal(call(structuredClone(args))), id: id?.() });
    seen.requests.push(await calls.grow(message, full, one));
  }
  for (const name of Object.getOwnPropertyNames(Client.prototype)) {
    if (!name.startsWith("_") && !used.has(name)) {
      seen.unused[name] = (await refusal(client[name]({}))) ?? "nothing";
    }
  }
  process.stdout.write(calls.line(seen));
  // The client has no method that ends its connection.
  const closed = new Promise((resolve) => client._protocolBytes.on("close", resolve));
  client._protocolBytes.disconnect();
  await closed;
}

for (let i = 1; i <= Number(sessions); i++) await session(i);
// Not after the time that the client would wait for answers.
process.exit(0);
