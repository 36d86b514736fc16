// The session of conformance.js as far as ib-tws-api can do it: node conformance-ib-tws-api.mjs HOST PORT CLIENT_ID
// Steps, answers and end as there. What it was told is each message that it received, and what its promises gave.
import readline from "node:readline";
import { Client } from "ib-tws-api";

const [host, port, clientId] = process.argv.slice(2);
const deadlineMs = 20_000;
const client = new Client({ host, port: Number(port), clientId: Number(clientId), timeoutMs: deadlineMs });
const stock = (symbol) => ({ symbol, secType: "STK", exchange: "SMART", currency: "USD" });
const apple = { conId: 265598, ...stock("AAPL") };
const account = "DU1234567";
const told = {};
const waiting = new Set();
let barriers = 0;
let joinedQuote = "0";
let limitOrder = 0;
let cancelled = Promise.resolve();

// The client writes notes of its own.
console.log = () => {};

const quoteMessages = new Set(["1", "2", "45", "46", "58", "81"]);
const keep = (place, value) => (told[place] ??= []).push(value);

function place(fields) {
  const id = fields[0] === "81" ? fields[1] : fields[2];
  return quoteMessages.has(fields[0]) ? (id === joinedQuote ? "joined quote" : `quote ${id}`) : `message ${fields[0]}`;
}

/** Waits for a message. */
function message(fits) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no such message within ${deadlineMs} ms: ${fits}`)), deadlineMs);
    const look = (fields) => {
      if (!fits(fields)) return;
      clearTimeout(timer);
      waiting.delete(look);
      resolve(fields);
    };
    waiting.add(look);
  });
}

/** Keeps what a promise gives, or why it does not. */
async function kept(name, promise) {
  try {
    keep(name, ["result", await promise]);
  } catch (error) {
    keep(name, ["error", error.message, error.details?.code]);
  }
}

/** A question that only the gateway can answer, behind all that was asked before it. */
async function barrier() {
  await client.getContractDetails({ conId: 70_000_000 + 100_000 * Number(clientId) + ++barriers }).then(
    () => Promise.reject(new Error("there is no such contract")),
    (error) => {
      if (error.details?.code !== "200") throw error;
    },
  );
}

const order = (action, orderType, totalQuantity, more = {}) => ({ action, orderType, totalQuantity, tif: "DAY", transmit: true, ...more });

async function placed(contract, wanted) {
  const seen = message(([type, , status]) => type === "3" && status === "PreSubmitted");
  const id = await client.placeOrder({ contract, order: wanted });
  await seen;
  return id;
}

const steps = {
  async connect() {
    const farms = message(([type, , , code]) => type === "4" && code === "2158");
    client._onMessageFieldset = new Proxy(client._onMessageFieldset, {
      apply(handler, self, [fields]) {
        const copy = [...fields];
        if (client._serverVersion) keep(place(copy), copy);
        Reflect.apply(handler, self ?? client, [fields]);
        for (const each of waiting) each(copy);
      },
    });
    await client.connect();
    await farms;
  },
  async contracts() {
    await kept("getContractDetails", client.getContractDetails({ ...apple }));
    await kept("getContractDetails", client.getContractDetails(stock("NOSUCH")));
    await kept("getContractDetails", client.getContractDetails({ ...stock("MES"), secType: "FUT", exchange: "CME" }));
    await kept("getSecDefOptParams", client.getSecDefOptParams({ contract: apple, exchange: "SMART" }));
  },
  async history() {
    const bars = { contract: apple, endDateTime: "", duration: "2 D", barSizeSetting: "30 mins", whatToShow: "TRADES", useRth: 1, formatDate: 2, keepUpToDate: false };
    await kept("getHistoricalData", client.getHistoricalData({ ...bars }));
    await kept("getHistoricalData", client.getHistoricalData({ ...bars, endDateTime: "yesterday" }));
    await kept("getHistoricalData", client.getHistoricalData({ ...bars, contract: stock("NOSUCH") }));
    await kept("getHeadTimeStamp", client.getHeadTimeStamp({ contract: apple, whatToShow: "TRADES", useRth: 1, formatDate: 1 }));
    // This client does not decode the answer, so its promise ends only by a timeout; the answer itself is kept as it came.
    const histogram = message(([type]) => type === "89");
    client.getHistogramData({ contract: apple, useRth: true, timePeriod: "3 days" }).catch(() => {});
    await histogram;
    const ticks = { contract: apple, startDateTime: "20250303 15:00:00 UTC", endDateTime: "", numberOfTicks: 20, useRth: 1, ignoreSize: true };
    await kept("getHistoricalTicks", client.getHistoricalTicks({ ...ticks, whatToShow: "TRADES" }));
    await kept("getHistoricalTicks", client.getHistoricalTicks({ ...ticks, whatToShow: "BID_ASK" }));
  },
  async news() {
    await kept("reqScannerParameters", client.reqScannerParameters());
  },
  async quotes() {
    joinedQuote = String(client._nextValidId + 1);
    await client.streamMarketData({ contract: apple, genericTickList: "233,236" });
    await client.streamMarketData({ contract: stock("NVDA") });
    await kept("getMarketDataSnapshot", client.getMarketDataSnapshot({ contract: stock("IBM") }));
    await kept("getMarketDataSnapshot", client.getMarketDataSnapshot({ contract: stock("NOSUCH") }));
    await barrier();
  },
  async account() {
    await kept("getPositions", client.getPositions());
    const end = message(([type]) => type === "54");
    await client.reqAccountUpdates({ subscribe: true, accountCode: account });
    await end;
    await barrier();
  },
  settle: barrier,
  async placeLimit() {
    limitOrder = await placed(apple, order("BUY", "LMT", 10, { lmtPrice: 10 }));
    await barrier();
  },
  async lists() {
    await client.getOpenOrders();
    await client.getAllOpenOrders();
    await barrier();
  },
  async cancelLimit() {
    const seen = message(([type, , status]) => type === "3" && status === "PendingCancel");
    cancelled = kept("cancelOrder", client.cancelOrder(limitOrder));
    await seen;
    await barrier();
  },
  async placeMarket() {
    await cancelled;
    await placed(apple, order("BUY", "MKT", 2500));
    await barrier();
  },
  async refusedOrders() {
    const refused = message(([type, , , code]) => type === "4" && code === "321");
    await client.placeOrder({ contract: apple, order: order("BUY", "WISH", 10) });
    await refused;
    await barrier();
  },
  async cancelAccount() {
    await client.cancelPositions();
    await client.reqAccountUpdates({ subscribe: false, accountCode: account });
    await barrier();
  },
  async globalCancel() {
    await placed(apple, order("BUY", "LMT", 10, { lmtPrice: 14 }));
    await barrier();
    const seen = message(([type, , status]) => type === "3" && status === "PendingCancel");
    await client.reqGlobalCancel();
    await seen;
    await barrier();
  },
  async disconnect() {
    client._protocolBytes.disconnect();
  },
};

async function main() {
  for await (const name of readline.createInterface({ input: process.stdin })) {
    if (name === "end") return new Promise((written) => process.stdout.write(`${JSON.stringify(told)}\n`, written));
    try {
      await steps[name]?.();
    } catch (error) {
      throw new Error(`${name}: ${error.message}`);
    }
    process.stdout.write(`done ${name}\n`);
  }
}

main().then(
  () => process.exit(0),
  (error) => process.stderr.write(`${error.stack}\n`, () => process.exit(1)),
);
