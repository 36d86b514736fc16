package io.mainstay.simulator.session;

import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ContractDescription;
import io.mainstay.protocol.message.ContractDetails;
import io.mainstay.protocol.message.MarketRule;
import io.mainstay.protocol.message.PriceIncrement;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqMarketRule;
import io.mainstay.protocol.message.ReqMatchingSymbols;
import io.mainstay.protocol.message.SymbolSamples;
import io.mainstay.protocol.message.TagValue;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Instruments;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Contract details, symbol search, price steps. */
final class ContractAnswers {
    static final String NOT_FOUND = "No security definition has been found for the request";

    private static final int MOST_SAMPLES = 16;
    private static final String STOCK_ORDER_TYPES =
            "ACTIVETIM,AD,ADJUST,ALERT,ALLOC,AVGCOST,BASKET,DAY,DEACT,GTC,IOC,LMT,MKT,OCA,STP,STPLMT,WHATIF";
    private static final Map<Integer, BigDecimal> STEPS = Map.of(
            26, new BigDecimal("0.01"),
            98, new BigDecimal("0.02"),
            239, new BigDecimal("0.00005"),
            240, new BigDecimal("0.005"));

    private final Gateway gateway;
    private final Contracts contracts;
    private final Instruments instruments;

    ContractAnswers(Gateway gateway, Contracts contracts, Instruments instruments) {
        this.gateway = gateway;
        this.contracts = contracts;
        this.instruments = instruments;
    }

    void details(Session s, ReqContractDetails m) {
        List<Instrument> found = contracts.matching(m.contract());
        if (found.isEmpty()) {
            s.error(m.reqId(), 200, NOT_FOUND);
            return;
        }
        for (Instrument i : found) {
            String exchange = m.contract().exchange().isEmpty()
                    ? i.defaultExchange()
                    : m.contract().exchange();
            s.send(new ContractData(m.reqId(), describe(i, exchange)));
        }
        s.send(new ContractDataEnd(m.reqId()));
    }

    private ContractDetails describe(Instrument i, String exchange) {
        String exchanges = Contracts.validExchanges(i);
        int rule = ruleOf(i);
        return ContractDetails.builder()
                .contract(Contracts.describe(i, exchange))
                .marketName(i.tradingClass())
                .minTick(i.minTick())
                .mdSizeMultiplier(i.isCash() ? 1 : 100)
                .orderTypes(STOCK_ORDER_TYPES)
                .validExchanges(exchanges)
                .priceMagnifier(1)
                .longName(i.longName())
                .industry(i.industry())
                .category(i.category())
                .subcategory(i.subcategory())
                .timeZoneId(Instrument.ZONE_ID)
                .tradingHours(gateway.settings().hours().tradingHours(i, gateway.now()))
                .liquidHours(gateway.settings().hours().liquidHours(i, gateway.now()))
                .secIdList(i.isin().isEmpty() ? List.of() : List.of(new TagValue("ISIN", i.isin())))
                .aggGroup(i.isCash() ? 4 : 1)
                .marketRuleIds(
                        String.join(",", Collections.nCopies(exchanges.split(",").length, Integer.toString(rule))))
                .stockType(i.stockType())
                .sizeMinTick(BigDecimal.ONE)
                .minSize(i.isCash() ? BigDecimal.ONE : new BigDecimal("0.0001"))
                .sizeIncrement(i.isCash() ? BigDecimal.ONE : new BigDecimal("0.0001"))
                .suggestedSizeIncrement(i.isCash() ? BigDecimal.ONE : BigDecimal.valueOf(100))
                .build();
    }

    private static int ruleOf(Instrument i) {
        return STEPS.entrySet().stream()
                .filter(step -> step.getValue().compareTo(i.minTick()) == 0)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no market rule for the tick of " + i.symbol()))
                .getKey();
    }

    void matching(Session s, ReqMatchingSymbols m) {
        List<ContractDescription> found = instruments.matching(m.pattern(), MOST_SAMPLES).stream()
                .map(i -> new ContractDescription(
                        i.conId(),
                        i.symbol(),
                        i.secType(),
                        i.primaryExchange(),
                        i.currency(),
                        List.of(),
                        i.longName(),
                        ""))
                .toList();
        s.send(new SymbolSamples(m.reqId(), found));
    }

    void marketRule(Session s, ReqMarketRule m) {
        BigDecimal step = STEPS.get(m.marketRuleId());
        if (step == null) {
            s.error(
                    -1,
                    322,
                    "Error processing request.-'cb' : cause - Market rule id " + m.marketRuleId() + " is unknown");
        } else {
            s.send(new MarketRule(m.marketRuleId(), List.of(new PriceIncrement(BigDecimal.ZERO, step))));
        }
    }
}
