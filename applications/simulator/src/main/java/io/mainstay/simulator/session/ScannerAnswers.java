package io.mainstay.simulator.session;

import io.mainstay.protocol.message.ReqScannerSubscription;
import io.mainstay.protocol.message.ScannerData;
import io.mainstay.protocol.message.ScannerParameters;
import io.mainstay.protocol.message.ScannerRow;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Instruments;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** Market scanners over the US stocks that exist here: the whole result at once, and again every half minute. */
final class ScannerAnswers {
    private static final Duration AGAIN_EVERY = Duration.ofSeconds(30);
    private static final int MOST_SCANNERS = 10;
    private static final int MOST_ROWS = 50;
    private static final Set<String> LOCATIONS = Set.of("STK.US", "STK.US.MAJOR", "STK.NASDAQ", "STK.NYSE", "STK.ARCA");

    /** What a scan orders by; the highest value comes first. */
    private static final Map<String, Function<Quote, BigDecimal>> SCANS = Map.of(
            "TOP_PERC_GAIN", ScannerAnswers::change,
            "TOP_PERC_LOSE", q -> change(q).negate(),
            "MOST_ACTIVE", q -> BigDecimal.valueOf(q.volume()),
            "HOT_BY_VOLUME", q -> BigDecimal.valueOf(q.volume()),
            "MOST_ACTIVE_USD", q -> q.last().multiply(BigDecimal.valueOf(q.volume())),
            "TOP_TRADE_COUNT", q -> BigDecimal.valueOf(q.volume()),
            "HIGH_OPEN_GAP", q -> q.open().subtract(q.previousClose()),
            "LOW_OPEN_GAP", q -> q.previousClose().subtract(q.open()));

    private static final String UNAVAILABLE = "Historical Market Data Service error message:";

    private record Match(Instrument instrument, Quote quote) {}

    private final Gateway gateway;
    private final Instruments instruments;
    private final MarketData market;
    private final StreamTable<Agenda.Planned> scanners = new StreamTable<>();

    ScannerAnswers(Gateway gateway, Instruments instruments, MarketData market) {
        this.gateway = gateway;
        this.instruments = instruments;
        this.market = market;
    }

    void parameters(Session s) {
        var xml = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <ScanParameterResponse>
                <InstrumentList><Instrument><name>US Stocks</name><type>STK</type></Instrument></InstrumentList>
                <LocationTree>""");
        LOCATIONS.stream()
                .sorted()
                .forEach(code -> xml.append("<Location><locationCode>")
                        .append(code)
                        .append("</locationCode><instruments>STK</instruments></Location>"));
        xml.append("</LocationTree>\n<ScanTypeList>");
        SCANS.keySet().stream()
                .sorted()
                .forEach(code -> xml.append("<ScanType><scanCode>")
                        .append(code)
                        .append("</scanCode><instruments>STK</instruments></ScanType>"));
        s.send(new ScannerParameters(
                xml.append("</ScanTypeList>\n</ScanParameterResponse>\n").toString()));
    }

    void start(Session s, ReqScannerSubscription m) {
        int id = m.reqId();
        Function<Quote, BigDecimal> order = SCANS.get(m.scanCode());
        if (scanners.find(s, id).isPresent()) {
            s.error(id, 322, "Error processing request.-'yd' : cause - Duplicate ticker id");
        } else if (scanners.count(s) >= MOST_SCANNERS) {
            s.error(id, 322, "Error processing request.-'bh' : cause - " + MOST_SCANNERS + " scanners are active");
        } else if (order == null) {
            s.error(id, 162, UNAVAILABLE + "API scan code " + m.scanCode() + " is unknown");
        } else if (!m.instrument().equals("STK") || !LOCATIONS.contains(m.locationCode())) {
            s.error(
                    id,
                    162,
                    UNAVAILABLE + "API scanner has no instrument " + m.instrument() + " at " + m.locationCode());
        } else {
            scan(s, m, order);
            scanners.put(
                    s,
                    id,
                    gateway.agenda().every(gateway.now().plus(AGAIN_EVERY), AGAIN_EVERY, due -> scan(s, m, order)));
        }
    }

    private void scan(Session s, ReqScannerSubscription m, Function<Quote, BigDecimal> order) {
        int asked = Objects.requireNonNullElse(m.numberOfRows(), MOST_ROWS);
        int most = asked < 0 ? MOST_ROWS : Math.min(asked, MOST_ROWS);
        var matches = new ArrayList<Match>();
        for (Instrument i : instruments.all()) {
            boolean located = i.secType().equals("STK")
                    && i.currency().equals("USD")
                    && (m.locationCode().startsWith("STK.US")
                            || m.locationCode().endsWith("." + i.primaryExchange()));
            if (located) {
                market.quote(i, gateway.now()).filter(q -> passes(q, m)).ifPresent(q -> matches.add(new Match(i, q)));
            }
        }
        matches.sort(Comparator.comparing((Match match) -> order.apply(match.quote()))
                .reversed()
                .thenComparing(match -> match.instrument().symbol()));
        var rows = new ArrayList<ScannerRow>();
        for (Match match : matches.subList(0, Math.min(most, matches.size()))) {
            rows.add(ScannerRow.builder()
                    .rank(rows.size())
                    .contract(Contracts.describe(match.instrument(), "SMART"))
                    .marketName(match.instrument().tradingClass())
                    .build());
        }
        if (rows.isEmpty()) {
            s.error(m.reqId(), 165, "Historical Market Data Service query message:no items retrieved");
        }
        s.send(new ScannerData(m.reqId(), rows));
    }

    private static boolean passes(Quote q, ReqScannerSubscription m) {
        BigDecimal above = m.abovePrice();
        BigDecimal below = m.belowPrice();
        Integer volume = m.aboveVolume();
        return (above == null || q.last().compareTo(above) > 0)
                && (below == null || q.last().compareTo(below) < 0)
                && (volume == null || q.volume() > volume);
    }

    private static BigDecimal change(Quote q) {
        return q.last().subtract(q.previousClose()).divide(q.previousClose(), MathContext.DECIMAL32);
    }

    void cancel(Session s, int reqId) {
        scanners.remove(s, reqId)
                .ifPresentOrElse(
                        repeat -> {
                            repeat.cancel();
                            s.error(reqId, 162, UNAVAILABLE + "API scanner subscription cancelled: " + reqId);
                        },
                        () -> s.error(reqId, 365, "No scanner subscription found for ticker id:" + reqId));
    }

    void forget(Session s) {
        scanners.removeAll(s, Agenda.Planned::cancel);
    }

    void forgetAll() {
        scanners.clear(Agenda.Planned::cancel);
    }
}
