package io.mainstay.simulator.session;

import io.mainstay.protocol.message.HistoricalTick;
import io.mainstay.protocol.message.HistoricalTickBidAsk;
import io.mainstay.protocol.message.HistoricalTickLast;
import io.mainstay.protocol.message.HistoricalTicks;
import io.mainstay.protocol.message.HistoricalTicksBidAsk;
import io.mainstay.protocol.message.HistoricalTicksLast;
import io.mainstay.protocol.message.ReqHistoricalTicks;
import io.mainstay.protocol.value.TwsTime;
import io.mainstay.simulator.fault.Mode;
import io.mainstay.simulator.market.Bar;
import io.mainstay.simulator.market.BarQuery;
import io.mainstay.simulator.market.BarSize;
import io.mainstay.simulator.market.HistoryWindow;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.PriceKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Past ticks: one a second, the prices at which the one-second bars of the market open. Nothing runs. */
final class PastTicks {
    private static final int MOST_TICKS = 1000;
    private static final BigDecimal ROUND_LOT = BigDecimal.valueOf(100);

    private final Gateway gateway;
    private final Contracts contracts;
    private final MarketData market;

    PastTicks(Gateway gateway, Contracts contracts, MarketData market) {
        this.gateway = gateway;
        this.contracts = contracts;
        this.market = market;
    }

    void answer(Session s, ReqHistoricalTicks m) {
        int id = m.reqId();
        Optional<Instrument> found = contracts.single(s, id, m.contract());
        if (found.isEmpty()) {
            return;
        }
        boolean backward = m.startDateTime().isEmpty();
        Optional<Instant> bound =
                WireTime.parse(backward ? m.endDateTime() : m.startDateTime()).map(TwsTime::instant);
        if (bound.isEmpty() || (!backward && !m.endDateTime().isEmpty())) {
            s.error(
                    id,
                    10314,
                    "Start or End Date/Time: exactly one of them is needed, in the form yyyymmdd hh:mm:ss US/Eastern");
        } else if (m.numberOfTicks() < 1 || m.numberOfTicks() > MOST_TICKS) {
            s.error(id, 321, "Error validating request.-'cH' : cause - Number of ticks is not 1 to " + MOST_TICKS);
        } else if (!Set.of("TRADES", "MIDPOINT", "BID_ASK").contains(m.whatToShow())) {
            s.error(
                    id,
                    321,
                    "Error validating request.-'cH' : cause - What to show " + m.whatToShow()
                            + " is not TRADES, MIDPOINT or BID_ASK");
        } else if (gateway.faults().any(Mode.DENIES_MARKET_DATA)) {
            s.error(id, 10187, "Failed to request historical ticks:No market data permissions");
        } else if (backward) {
            send(s, id, found.get(), before(found.get(), bound.get(), m.numberOfTicks(), m.whatToShow()));
        } else {
            Instant now = market.dataNow(found.get(), gateway.now());
            Instant dayLater = bound.get().plusSeconds(86_400);
            Instant end = dayLater.isBefore(now) ? dayLater : now;
            Ticks ticks = between(found.get(), bound.get(), end, m.whatToShow());
            send(s, id, found.get(), ticks.first(m.numberOfTicks()));
        }
    }

    /** Sends the last ticks before now, as a stream of ticks begins with when it is asked to. */
    void last(Session s, int id, Instrument i, int count, String what) {
        send(s, id, i, before(i, market.dataNow(i, gateway.now()), Math.min(count, MOST_TICKS), what));
    }

    /** One-second bars by kind of price; the second list has the asks of BID_ASK. */
    private record Ticks(String what, List<Bar> bars, List<Bar> asks) {
        Ticks first(int count) {
            return part(0, Math.min(count, size()));
        }

        Ticks last(int count) {
            return part(size() - Math.min(count, size()), size());
        }

        private int size() {
            return what.equals("BID_ASK") ? Math.min(bars.size(), asks.size()) : bars.size();
        }

        private Ticks part(int from, int to) {
            return new Ticks(what, bars.subList(from, to), asks.isEmpty() ? asks : asks.subList(from, to));
        }
    }

    private Ticks before(Instrument i, Instant end, int count, String what) {
        Instant from = new HistoryWindow(count, 'S').from(end, i.calendar(), true);
        return between(i, from, end, what).last(count);
    }

    private Ticks between(Instrument i, Instant from, Instant to, String what) {
        return switch (what) {
            case "BID_ASK" -> new Ticks(what, seconds(i, from, to, PriceKind.BID), seconds(i, from, to, PriceKind.ASK));
            case "MIDPOINT" -> new Ticks(what, seconds(i, from, to, PriceKind.MIDPOINT), List.of());
            default -> new Ticks(what, seconds(i, from, to, PriceKind.TRADES), List.of());
        };
    }

    private List<Bar> seconds(Instrument i, Instant from, Instant to, PriceKind kind) {
        return market.bars(new BarQuery(i, from, to, BarSize.S1, kind, true));
    }

    private static BigDecimal traded(Bar bar, Instrument i, Session s) {
        BigDecimal shares = Objects.requireNonNullElse(bar.volume(), BigDecimal.ONE);
        return Lots.nearest(shares, i, s.version(), Lots.HISTORY_IN_SHARES).max(BigDecimal.ONE);
    }

    private static void send(Session s, int id, Instrument i, Ticks ticks) {
        List<Bar> bars = ticks.bars();
        switch (ticks.what()) {
            case "BID_ASK" -> {
                BigDecimal lot = Lots.nearest(ROUND_LOT, i, s.version(), Lots.HISTORY_IN_SHARES);
                var rows = new ArrayList<HistoricalTickBidAsk>();
                for (int n = 0; n < bars.size(); n++) {
                    rows.add(HistoricalTickBidAsk.builder()
                            .time(bars.get(n).start().getEpochSecond())
                            .priceBid(bars.get(n).open())
                            .priceAsk(ticks.asks().get(n).open())
                            .sizeBid(lot)
                            .sizeAsk(lot)
                            .build());
                }
                s.send(new HistoricalTicksBidAsk(id, rows, true));
            }
            case "MIDPOINT" ->
                s.send(new HistoricalTicks(
                        id,
                        bars.stream()
                                .map(b -> HistoricalTick.builder()
                                        .time(b.start().getEpochSecond())
                                        .price(b.open())
                                        .size(BigDecimal.ZERO)
                                        .build())
                                .toList(),
                        true));
            default ->
                s.send(new HistoricalTicksLast(
                        id,
                        bars.stream()
                                .map(b -> HistoricalTickLast.builder()
                                        .time(b.start().getEpochSecond())
                                        .price(b.open())
                                        .size(traded(b, i, s))
                                        .exchange(i.primaryExchange())
                                        .build())
                                .toList(),
                        true));
        }
    }
}
