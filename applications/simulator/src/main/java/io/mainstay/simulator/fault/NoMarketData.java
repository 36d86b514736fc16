package io.mainstay.simulator.fault;

/** An account without a market data subscription. */
final class NoMarketData extends Fault {
    NoMarketData() {
        super(
                "no-market-data",
                "Quotes are refused with error 354: the account has no subscription.",
                "at REQ_MKT_DATA");
    }

    @Override
    public boolean deniesMarketData() {
        return true;
    }
}
