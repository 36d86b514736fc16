package io.mainstay.simulator.session;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ContractDescription;
import io.mainstay.protocol.message.ContractDetails;
import io.mainstay.protocol.message.DepthExchange;
import io.mainstay.protocol.message.MarketRule;
import io.mainstay.protocol.message.MktDepthExchanges;
import io.mainstay.protocol.message.PriceIncrement;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqMarketRule;
import io.mainstay.protocol.message.ReqMatchingSymbols;
import io.mainstay.protocol.message.ReqSecDefOptParams;
import io.mainstay.protocol.message.SecurityDefinitionOptionParameter;
import io.mainstay.protocol.message.SecurityDefinitionOptionParameterEnd;
import io.mainstay.protocol.message.SymbolSamples;
import io.mainstay.protocol.message.TagValue;
import io.mainstay.simulator.market.Derivatives;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Instruments;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Contract details, symbol search, price steps. */
final class ContractAnswers {
    private static final int MOST_SAMPLES = 16;
    private static final String STOCK_ORDER_TYPES =
            "ACTIVETIM,AD,ALERT,ALLOC,AON,AVGCOST,BASKET,COND,CONDORDER,DAY,DEACT,FOK,GAT,GTC,GTD,IOC,LIT,LMT,LOC,MIT,"
                    + "MKT,MOC,MTL,OCA,OPG,STP,STPLMT,TRAIL,TRAILLMT,WHATIF";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyyMM", Locale.ROOT);
    private static final Map<Integer, BigDecimal> STEPS = Map.of(
            26, new BigDecimal("0.01"),
            67, new BigDecimal("0.25"),
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
            s.error(m.reqId(), 200, Contracts.NOT_FOUND);
            return;
        }
        for (Instrument i : m.contract().secType().equals(Contracts.CONTINUOUS) ? List.<Instrument>of() : found) {
            String exchange = m.contract().exchange().isEmpty()
                    ? i.defaultExchange()
                    : m.contract().exchange();
            s.send(new ContractData(m.reqId(), describe(i, exchange)));
        }
        if (m.contract().secType().contains(Contracts.CONTINUOUS)) {
            continuous(s, m, found);
        }
        s.send(new ContractDataEnd(m.reqId()));
    }

    /** Front futures under the name of continuous ones. */
    private void continuous(Session s, ReqContractDetails m, List<Instrument> found) {
        for (Instrument front : instruments.derivatives().frontFutures(contracts.today())) {
            if (found.contains(front)) {
                ContractDetails details = describe(front, front.defaultExchange());
                Contract contract = details.contract().toBuilder()
                        .secType(Contracts.CONTINUOUS)
                        .build();
                s.send(new ContractData(
                        m.reqId(), details.toBuilder().contract(contract).build()));
            }
        }
    }

    private ContractDetails describe(Instrument i, String exchange) {
        String exchanges = Contracts.validExchanges(i);
        int rule = ruleOf(i);
        ContractDetails.Builder details = ContractDetails.builder()
                .contract(Contracts.describe(i, exchange))
                .marketName(i.tradingClass())
                .minTick(i.minTick())
                .mdSizeMultiplier(isWhole(i) ? 1 : 100)
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
                .aggGroup(i.isCash() ? 4 : i.isOption() ? 2 : i.isFuture() ? 2147483647 : 1)
                .marketRuleIds(
                        String.join(",", Collections.nCopies(exchanges.split(",").length, Integer.toString(rule))))
                .stockType(i.stockType())
                .sizeMinTick(isWhole(i) ? BigDecimal.ONE : new BigDecimal("0.0001"))
                .minSize(isWhole(i) ? BigDecimal.ONE : new BigDecimal("0.0001"))
                .sizeIncrement(isWhole(i) ? BigDecimal.ONE : new BigDecimal("0.0001"))
                .suggestedSizeIncrement(isWhole(i) ? BigDecimal.ONE : BigDecimal.valueOf(100));
        i.derivative()
                .ifPresent(d -> details.underConId(d.underConId())
                        .underSymbol(d.underSymbol())
                        .underSecType(d.underSecType())
                        .contractMonth(MONTH.format(d.lastTradeDate()))
                        .realExpirationDate(DAY.format(d.lastTradeDate())));
        return details.build();
    }

    /** Whether it trades in whole units without round lots. */
    private static boolean isWhole(Instrument i) {
        return i.isCash() || i.isIndex() || i.derivative().isPresent();
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
                .map(i -> ContractDescription.builder()
                        .conId(i.conId())
                        .symbol(i.symbol())
                        .secType(i.secType())
                        .primaryExchange(i.primaryExchange())
                        .currency(i.currency())
                        .derivativeSecTypes(instruments.derivatives().hasOptions(i) ? List.of("OPT") : List.of())
                        .description(i.longName())
                        .build())
                .toList();
        s.send(new SymbolSamples(m.reqId(), found));
    }

    /** Which options are listed on an underlying: one class on each exchange that lists it. */
    void optionParameters(Session s, ReqSecDefOptParams m) {
        Derivatives derivatives = instruments.derivatives();
        Optional<Instrument> underlying = instruments
                .byConId(m.underlyingConId())
                .filter(i -> i.symbol().equals(m.underlyingSymbol())
                        && i.secType().equals(m.underlyingSecType())
                        && derivatives.hasOptions(i)
                        && m.futFopExchange().isEmpty());
        underlying.ifPresent(i -> {
            List<String> days = derivatives.expirations(contracts.today()).stream()
                    .map(DAY::format)
                    .toList();
            for (String exchange : Contracts.OPTION_EXCHANGES.split(",")) {
                s.send(new SecurityDefinitionOptionParameter(
                        m.reqId(), exchange, i.conId(), i.symbol(), "100", days, derivatives.strikes(i)));
            }
        });
        s.send(new SecurityDefinitionOptionParameterEnd(m.reqId()));
    }

    /** Where the book can be asked for. */
    void depthExchanges(Session s) {
        s.send(new MktDepthExchanges(DepthStreams.BOOKS.stream()
                .map(book -> DepthExchange.builder()
                        .exchange(book)
                        .secType("STK")
                        .listingExch(book)
                        .serviceDataType("Deep")
                        .aggGroup(1)
                        .isL2(true)
                        .build())
                .toList()));
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
