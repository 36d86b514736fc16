package io.mainstay.simulator;

import io.mainstay.simulator.fault.FaultBoard;
import io.mainstay.simulator.fault.Scenario;
import io.mainstay.simulator.market.DerivativeMarket;
import io.mainstay.simulator.market.Instruments;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.MarketHours;
import io.mainstay.simulator.market.RecordedMarket;
import io.mainstay.simulator.market.SeededMarket;
import io.mainstay.simulator.session.Gateway;
import io.mainstay.simulator.session.GatewaySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Puts a gateway together as a configuration wants it. Stateless. */
final class GatewayFactory {
    private static final int MARKET_DATA_LINES = 100;

    private GatewayFactory() {}

    /**
     * A gateway that nobody is connected to.
     *
     * @param greetingDeadline how long of the gateway's time a connection may be silent
     * @param startDeadline how long of the gateway's time a greeted client may take to start
     * @throws IOException if the recorded days can't be read
     */
    static Gateway create(SimulatorConfig config, Instant now, Duration greetingDeadline, Duration startDeadline)
            throws IOException {
        Scenario scenario = config.scenario();
        MarketHours hours = scenario.hours().orElse(config.hours());
        Instruments instruments = Instruments.builtIn();
        MarketData market;
        if (config.dataDir().isPresent()) {
            Path dir = config.dataDir().get();
            RecordedMarket recorded = RecordedMarket.open(dir);
            instruments = instruments.withStocks(recorded.stockSymbols());
            market = recorded;
        } else {
            market = new SeededMarket(config.seed(), hours == MarketHours.ALWAYS_OPEN);
        }
        var settings = new GatewaySettings(
                config.serverVersion(),
                config.accounts(),
                config.initialCashUsd(),
                hours,
                config.readOnly(),
                config.pushOpenOrdersFirst(),
                config.fillDelay(),
                config.mostSharesPerFill(),
                MARKET_DATA_LINES,
                config.masterClientId(),
                greetingDeadline,
                startDeadline);
        var gateway = new Gateway(
                settings,
                instruments,
                new DerivativeMarket(market, instruments),
                new FaultBoard(config.seed()),
                scenario,
                now);
        gateway.follow(config.calendar());
        return gateway;
    }
}
