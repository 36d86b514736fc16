package io.mainstay.simulator.session;

import io.mainstay.protocol.message.TickGeneric;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.TickString;
import io.mainstay.simulator.market.BlackScholes;
import io.mainstay.simulator.market.Derivative;
import io.mainstay.simulator.market.DerivativeMarket;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The ticks of one quote request: what it has sent already, so that it sends only what is new. */
final class QuoteTicks {
    /** The numbers that delayed ticks have instead. */
    private static final Map<Integer, Integer> DELAYED = Map.ofEntries(
            Map.entry(1, 66),
            Map.entry(2, 67),
            Map.entry(4, 68),
            Map.entry(0, 69),
            Map.entry(3, 70),
            Map.entry(5, 71),
            Map.entry(6, 72),
            Map.entry(7, 73),
            Map.entry(8, 74),
            Map.entry(9, 75),
            Map.entry(14, 76),
            Map.entry(10, 80),
            Map.entry(11, 81),
            Map.entry(12, 82),
            Map.entry(13, 83),
            Map.entry(45, 88),
            Map.entry(49, 90));

    private final Session session;
    private final int reqId;
    private final Instrument instrument;
    private final boolean delayed;
    /** The last text by tick number; bounded by the numbers there are. */
    private final Map<Integer, String> sent = new HashMap<>();

    QuoteTicks(Session session, int reqId, Instrument instrument, boolean delayed) {
        this.session = session;
        this.reqId = reqId;
        this.instrument = instrument;
        this.delayed = delayed;
    }

    Session session() {
        return session;
    }

    int reqId() {
        return reqId;
    }

    Instrument instrument() {
        return instrument;
    }

    void quote(Quote q) {
        if (!instrument.isIndex()) {
            priced(1, 0, q.bid(), shares(q.bidSize()));
            priced(2, 3, q.ask(), shares(q.askSize()));
        }
        if (!instrument.isCash()) {
            priced(4, 5, q.last(), instrument.isIndex() ? BigDecimal.ZERO : shares(q.lastSize()));
            string(45, Long.toString(q.time().getEpochSecond()));
            if (!instrument.isIndex()) {
                size(8, volume(q.volume()));
            }
        }
        price(6, q.high());
        price(7, q.low());
        price(9, q.previousClose());
        price(14, q.open());
        if (!instrument.isCash()) {
            generic(49, BigDecimal.ZERO);
        }
    }

    /** The computations that go with an option's bid, ask and last price, and the model's own. */
    void option(Quote q, BigDecimal under, Instant at) {
        Derivative d = instrument.derivative().orElseThrow();
        Derivative.OptionTerms terms = d.option().orElseThrow();
        double years = DerivativeMarket.yearsLeft(d, at);
        for (int type = 10; type <= 13; type++) {
            BigDecimal price = type == 10 ? q.bid() : type == 11 ? q.ask() : q.last();
            double implied = BlackScholes.impliedVolatility(
                            price.doubleValue(),
                            under.doubleValue(),
                            terms.strike().doubleValue(),
                            years,
                            terms.call())
                    .orElse(instrument.annualVolatility());
            double volatility = type == 13 ? instrument.annualVolatility() : implied;
            if (isNew(type, price + " " + under)) {
                session.send(OptionAnswers.computed(reqId, number(type), instrument, volatility, under, at));
            }
        }
    }

    void priced(int priceType, int sizeType, BigDecimal price, BigDecimal size) {
        if (isNew(priceType, price.toPlainString())) {
            session.send(new TickPrice(reqId, number(priceType), price, size, priceType == 4 ? 0 : 1));
        }
        size(sizeType, size);
    }

    void price(int type, BigDecimal price) {
        if (isNew(type, price.toPlainString())) {
            session.send(new TickPrice(reqId, number(type), price, BigDecimal.ZERO, 0));
        }
    }

    void size(int type, BigDecimal size) {
        if (isNew(type, size.toPlainString())) {
            session.send(new TickSize(reqId, number(type), size));
        }
    }

    void generic(int type, BigDecimal value) {
        if (isNew(type, value.toPlainString())) {
            session.send(new TickGeneric(reqId, number(type), value));
        }
    }

    void string(int type, String value) {
        if (isNew(type, value)) {
            session.send(new TickString(reqId, number(type), value));
        }
    }

    /** A day's volume in the unit that the version reads. */
    BigDecimal volume(long shares) {
        return Lots.of(shares, instrument, session.version(), Lots.VOLUME_IN_SHARES);
    }

    /** A size of a quote in the unit that the version reads. */
    BigDecimal shares(long shares) {
        return Lots.of(shares, instrument, session.version(), Lots.MARKET_DATA_IN_SHARES);
    }

    private int number(int type) {
        return delayed ? DELAYED.getOrDefault(type, type) : type;
    }

    private boolean isNew(int type, String text) {
        return !text.equals(sent.put(type, text));
    }
}
