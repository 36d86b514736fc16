package io.mainstay.simulator.session;

import io.mainstay.simulator.market.Bar;
import io.mainstay.simulator.market.BarQuery;
import io.mainstay.simulator.market.BarSize;
import io.mainstay.simulator.market.HistoryWindow;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.PriceKind;
import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The ticks that come only when they are asked for by number. */
final class GenericTicks {
    /** A list that names a number which does not exist for the kind of instrument. */
    static final class IllegalTickException extends Exception {
        private static final long serialVersionUID = 1L;

        IllegalTickException(String message) {
            super(message);
        }
    }

    /** Gone from gateways with the fundamental data. */
    static final int FUNDAMENTAL_RATIOS = 258;

    static final int NEWS = 292;

    private static final Map<Integer, String> STOCK = names(
            "100(Option Volume)",
            "101(Option Open Interest)",
            "104(Historical Volatility)",
            "105(Average Opt Volume)",
            "106(impvolat)",
            "165(Misc. Stats)",
            "221(Creditman Mark Price)",
            "225(Auction)",
            "232(Mark Price)",
            "233(RTVolume)",
            "236(inventory)",
            "258(Fundamentals)",
            "292(Wide_news)",
            "293(TradeCount)",
            "294(TradeRate)",
            "295(VolumeRate)",
            "318(LastRTHTrade)",
            "375(RTTrdVolume)",
            "411(rthistvol)",
            "456(IBdividends)",
            "460(Bond Factor Multiplier)",
            "576(EtfNavBidAsk(navbidask))",
            "577(EtfNavLast(navlast))",
            "578(EtfNavClose(navclose))",
            "586(IPOHLMPRC)",
            "595(Short-Term Volume X Mins)",
            "614(EtfNavMisc(hilo))",
            "619(Creditman Slow Mark Price)",
            "623(EtfFrozenNavLast(fznavlast))",
            "787(Odd Lot Bid/Ask)");
    private static final Map<Integer, String> FUTURE = names(
            "100(Option Volume)",
            "101(Option Open Interest)",
            "104(Historical Volatility)",
            "106(impvolat)",
            "165(Misc. Stats)",
            "221(Creditman Mark Price)",
            "225(Auction)",
            "232(Mark Price)",
            "233(RTVolume)",
            "293(TradeCount)",
            "294(TradeRate)",
            "295(VolumeRate)",
            "318(LastRTHTrade)",
            "375(RTTrdVolume)",
            "411(rthistvol)",
            "588(Futures Open Interest)",
            "595(Short-Term Volume X Mins)",
            "619(Creditman Slow Mark Price)");
    private static final Map<Integer, String> INDEX = names(
            "100(Option Volume)",
            "101(Option Open Interest)",
            "104(Historical Volatility)",
            "106(impvolat)",
            "162(Index Future Premium)",
            "165(Misc. Stats)",
            "221(Creditman Mark Price)",
            "232(Mark Price)",
            "292(Wide_news)",
            "411(rthistvol)");
    private static final Map<Integer, String> OTHER = names(
            "100(Option Volume)",
            "101(Option Open Interest)",
            "104(Historical Volatility)",
            "106(impvolat)",
            "165(Misc. Stats)",
            "221(Creditman Mark Price)",
            "225(Auction)",
            "232(Mark Price)",
            "233(RTVolume)",
            "292(Wide_news)",
            "293(TradeCount)",
            "294(TradeRate)",
            "295(VolumeRate)",
            "318(LastRTHTrade)",
            "375(RTTrdVolume)",
            "411(rthistvol)",
            "595(Short-Term Volume X Mins)");

    private final MarketData market;
    private final Set<Integer> asked;
    /** The day of which the ranges of weeks have been sent: they are looked up once a day. */
    private @Nullable LocalDate ranged;

    private GenericTicks(MarketData market, Set<Integer> asked) {
        this.market = market;
        this.asked = asked;
    }

    /**
     * Reads the list of a request, numbers joined by commas; {@code mdoff} and the provider after {@code 292:} are
     * accepted.
     */
    static GenericTicks parse(String list, Instrument instrument, MarketData market) throws IllegalTickException {
        Map<Integer, String> legal = legal(instrument);
        var asked = new TreeSet<Integer>();
        for (String part : list.split(",")) {
            String number = part.strip().split(":", 2)[0];
            if (number.isEmpty() || number.equals("mdoff")) {
                continue;
            }
            if (!number.matches("\\d{1,4}") || !legal.containsKey(Integer.valueOf(number))) {
                throw new IllegalTickException("Incorrect generic tick list of " + list + ".  Legal ones for ("
                        + instrument.secType() + ") are: " + String.join(",", legal.values()));
            }
            asked.add(Integer.valueOf(number));
        }
        return new GenericTicks(market, asked);
    }

    boolean asks(int number) {
        return asked.contains(number);
    }

    private static Map<Integer, String> legal(Instrument instrument) {
        return switch (instrument.secType()) {
            case "STK" -> STOCK;
            case "FUT" -> FUTURE;
            case "IND" -> INDEX;
            default -> OTHER;
        };
    }

    private static Map<Integer, String> names(String... numbersAndNames) {
        var names = new TreeMap<Integer, String>();
        for (String text : numbersAndNames) {
            names.put(Integer.valueOf(text.substring(0, text.indexOf('('))), text);
        }
        return names;
    }

    /** Sends what has been asked for and is new. Figures that the market does not have, such as an auction's, never come. */
    void send(QuoteTicks ticks, Quote q, Instant at) {
        for (int number : asked) {
            send(number, ticks, q, at);
        }
    }

    private void send(int number, QuoteTicks ticks, Quote q, Instant at) {
        Instrument i = ticks.instrument();
        BigDecimal volatility = BigDecimal.valueOf(i.annualVolatility());
        BigDecimal volume = ticks.volume(q.volume());
        switch (number) {
            case 100 -> {
                ticks.size(29, optionVolume(q));
                ticks.size(30, optionVolume(q));
            }
            case 101 -> {
                ticks.size(27, BigDecimal.valueOf(i.averageDailyVolume() / 20));
                ticks.size(28, BigDecimal.valueOf(i.averageDailyVolume() / 25));
            }
            case 104 -> ticks.generic(23, volatility);
            case 105 -> ticks.size(87, BigDecimal.valueOf(i.averageDailyVolume() / 100));
            case 106 -> ticks.generic(24, volatility);
            case 165 -> ranges(ticks, at);
            case 221, 232 -> ticks.price(37, q.last());
            case 233 -> ticks.string(48, trades(q, ticks.shares(q.lastSize()), volume));
            case 236 -> {
                ticks.generic(46, BigDecimal.valueOf(3));
                ticks.size(89, BigDecimal.valueOf(10_000_000));
            }
            case 293 -> ticks.generic(54, BigDecimal.valueOf(q.volume() / 110));
            case 294 -> ticks.generic(55, perMinute(i, 110));
            case 295 -> ticks.generic(56, perMinute(i, 1));
            case 318 -> ticks.price(57, q.last());
            case 375 -> ticks.string(77, trades(q, ticks.shares(q.lastSize()), volume));
            case 411 -> ticks.generic(58, volatility);
            case 456 -> ticks.string(59, ",,,");
            case 588 -> ticks.size(86, BigDecimal.valueOf(2_000_000));
            case 595 -> {
                ticks.size(63, perMinute(i, 1).multiply(BigDecimal.valueOf(3)));
                ticks.size(64, perMinute(i, 1).multiply(BigDecimal.valueOf(5)));
                ticks.size(65, perMinute(i, 1).multiply(BigDecimal.valueOf(10)));
            }
            case 619 -> ticks.price(79, q.last());
            default -> {}
        }
    }

    private static BigDecimal optionVolume(Quote q) {
        return BigDecimal.valueOf(q.volume() / 500);
    }

    /** An average session's trades or shares in a minute. */
    private static BigDecimal perMinute(Instrument i, int sharesEach) {
        return BigDecimal.valueOf(i.averageDailyVolume() / 390 / sharesEach);
    }

    private static String trades(Quote q, BigDecimal size, BigDecimal volume) {
        return q.last().toPlainString() + ";" + size.toPlainString() + ";"
                + q.time().toEpochMilli() + ";"
                + volume.toPlainString() + ";"
                + q.open().add(q.last()).divide(BigDecimal.valueOf(2)).toPlainString()
                + ";true";
    }

    /** Highs and lows of 13, 26 and 52 weeks, from daily bars, once a day. */
    private void ranges(QuoteTicks ticks, Instant at) {
        Instrument i = ticks.instrument();
        LocalDate today = at.atZone(Instrument.ZONE).toLocalDate();
        if (today.equals(ranged)) {
            return;
        }
        ranged = today;
        int low = 15;
        for (int weeks : List.of(13, 26, 52)) {
            Instant from = new HistoryWindow(weeks, 'W').from(at, i.calendar(), true);
            List<Bar> days = market.bars(new BarQuery(i, from, at, BarSize.D1, kind(i), true));
            if (!days.isEmpty()) {
                ticks.price(
                        low, days.stream().map(Bar::low).reduce(BigDecimal::min).orElseThrow());
                ticks.price(
                        low + 1,
                        days.stream().map(Bar::high).reduce(BigDecimal::max).orElseThrow());
            }
            low += 2;
        }
        if (i.averageDailyVolume() > 0) {
            ticks.size(21, ticks.volume(i.averageDailyVolume()));
        }
    }

    private static PriceKind kind(Instrument i) {
        return i.isCash() ? PriceKind.MIDPOINT : PriceKind.TRADES;
    }
}
