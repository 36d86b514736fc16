// One whole session of an unmodified third-party client: node session.js HOST PORT CLIENT_ID SYMBOL
// Prints what it saw as one JSON document; exit code 1 with a reason on stderr if an answer did not come in time.
"use strict";
const { IBApi, EventName, SecType, OrderAction, OrderType, TimeInForce } = require("@stoqey/ib");

const [host, port, clientId, symbol] = process.argv.slice(2);
const deadlineMs = 30_000;
const seen = { errors: [] };
const ib = new IBApi({ host, port: Number(port), clientId: Number(clientId) });
const contract = { symbol, secType: SecType.STK, exchange: "SMART", currency: "USD" };
let step = "connect";

function fail(reason) {
  process.stderr.write(`${reason}; the last step was ${step}; seen so far: ${JSON.stringify(seen)}\n`);
  process.exit(1);
}

const timer = setTimeout(() => fail(`no answer within ${deadlineMs} ms`), deadlineMs);

/** Resolves when one of the listeners calls done. */
function until(name, listen) {
  step = name;
  return new Promise((resolve) => listen(resolve));
}

async function main() {
  ib.on(EventName.error, (error, code, reqId) => {
    // 2104, 2106, 2158: the farms are well.
    if (![2104, 2106, 2107, 2108, 2158].includes(code)) {
      seen.errors.push({ code, reqId, text: String(error.message ?? error) });
    }
  });
  ib.on(EventName.disconnected, () => {
    if (step !== "disconnect") fail("disconnected");
  });

  seen.nextValidId = await until("nextValidId", (done) => {
    ib.on(EventName.managedAccounts, (accounts) => (seen.accounts = accounts.split(",").filter(Boolean)));
    ib.once(EventName.nextValidId, done);
    ib.connect();
  });

  seen.currentTime = await until("currentTime", (done) => {
    ib.once(EventName.currentTime, done);
    ib.reqCurrentTime();
  });

  seen.summary = {};
  await until("accountSummary", (done) => {
    ib.on(EventName.accountSummary, (reqId, account, tag, value) => (seen.summary[tag] = value));
    ib.once(EventName.accountSummaryEnd, done);
    ib.reqAccountSummary(1, "All", "NetLiquidation,TotalCashValue");
  });
  ib.cancelAccountSummary(1);

  seen.positions = [];
  await until("positions", (done) => {
    ib.on(EventName.position, (account, c, quantity, averageCost) =>
      seen.positions.push({ account, symbol: c.symbol, quantity, averageCost }),
    );
    ib.once(EventName.positionEnd, done);
    ib.reqPositions();
  });
  ib.cancelPositions();

  seen.details = [];
  await until("contractDetails", (done) => {
    ib.on(EventName.contractDetails, (reqId, details) =>
      seen.details.push({
        conId: details.contract.conId,
        symbol: details.contract.symbol,
        minTick: details.minTick,
        longName: details.longName,
        timeZoneId: details.timeZoneId,
      }),
    );
    ib.once(EventName.contractDetailsEnd, done);
    ib.reqContractDetails(2, contract);
  });

  seen.bars = [];
  await until("historicalData", (done) => {
    ib.on(EventName.historicalData, (reqId, time, open, high, low, close, volume) => {
      if (String(time).startsWith("finished")) done();
      else seen.bars.push({ time, open, high, low, close, volume });
    });
    ib.reqHistoricalData(3, contract, "", "10 D", "30 mins", "TRADES", 1, 2, false);
  });

  seen.ticks = {};
  await until("marketData", (done) => {
    ib.on(EventName.tickPrice, (reqId, field, value) => (seen.ticks[field] = value));
    ib.once(EventName.tickSnapshotEnd, done);
    ib.reqMktData(4, contract, "", true, false);
  });

  seen.order = { statuses: [] };
  await until("order", (done) => {
    const complete = () => {
      if (seen.order.statuses.includes("Filled") && seen.order.execution && seen.order.commission !== undefined) done();
    };
    ib.on(EventName.openOrder, (orderId) => (seen.order.openOrderId = orderId));
    ib.on(EventName.orderStatus, (orderId, status) => {
      if (orderId !== seen.nextValidId) return;
      seen.order.statuses.push(status);
      complete();
    });
    ib.on(EventName.execDetails, (reqId, c, execution) => {
      seen.order.execution = {
        orderId: execution.orderId,
        clientId: execution.clientId,
        symbol: c.symbol,
        side: execution.side,
        shares: execution.shares,
        price: execution.price,
        execId: execution.execId,
      };
      complete();
    });
    ib.on(EventName.commissionReport, (report) => {
      seen.order.commission = report.commission;
      complete();
    });
    ib.placeOrder(seen.nextValidId, contract, {
      action: OrderAction.BUY,
      orderType: OrderType.MKT,
      totalQuantity: 10,
      tif: TimeInForce.DAY,
      transmit: true,
    });
  });

  await until("disconnect", (done) => {
    ib.once(EventName.disconnected, done);
    ib.disconnect();
  });
  clearTimeout(timer);
  process.stdout.write(JSON.stringify(seen) + "\n");
}

main().catch((error) => fail(error.stack));
