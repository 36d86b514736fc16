package io.mainstay.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The listed options and futures. They follow from the underlying and the date by rule, and a conId says all of it, so
 * that nothing is kept: options on every US stock, fund and index with the next four Fridays and six monthly dates, and
 * the next four quarters of index futures. Stateless but for the list of underlyings.
 */
public final class Derivatives {
    /** An option's conId: underlying, day of expiry, strike and right, from the highest bits down. */
    private static final int FIRST_OPTION = 1_000_000_000;

    private static final int DAY_BITS = 14;
    private static final int STRIKE_BITS = 6;
    private static final int STRIKES = 1 << STRIKE_BITS;
    private static final int OPTION_BITS = DAY_BITS + STRIKE_BITS + 1;
    private static final int MOST_UNDERLYINGS = 256;
    /** A future's conId: root and month. */
    private static final int FIRST_FUTURE = 1_600_000_000;

    private static final int MONTH_BITS = 16;
    private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
    private static final int WEEKLIES = 4;
    private static final int MONTHLIES = 6;
    private static final int QUARTERS = 4;
    private static final BigDecimal OPTION_MULTIPLIER = BigDecimal.valueOf(100);
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final String MONTH_CODES = "FGHJKMNQUVXZ";
    private static final DateTimeFormatter OSI_DAY = DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);

    private record Root(String symbol, String exchange, String underSymbol, int multiplier, String longName) {}

    private static final List<Root> ROOTS = List.of(
            new Root("ES", "CME", "SPX", 50, "E-mini S&P 500"),
            new Root("MES", "CME", "SPX", 5, "Micro E-Mini S&P 500 Stock Price Index"),
            new Root("NQ", "CME", "NDX", 20, "E-mini NASDAQ 100"),
            new Root("MNQ", "CME", "NDX", 2, "Micro E-Mini Nasdaq-100 Index"));

    private final List<Instrument> underlyings;
    private final Instruments instruments;

    Derivatives(Instruments instruments) {
        this.instruments = instruments;
        this.underlyings = instruments.all().stream()
                .filter(i -> i.currency().equals("USD") && !i.isCash())
                .limit(MOST_UNDERLYINGS)
                .toList();
    }

    /** Whether options are listed on it. */
    public boolean hasOptions(Instrument underlying) {
        return underlyings.contains(underlying);
    }

    /** The last trading days of the options that are listed on a day. */
    public List<LocalDate> expirations(LocalDate today) {
        var days = new TreeSet<LocalDate>();
        LocalDate friday = today.with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY));
        for (int i = 0; i < WEEKLIES; i++) {
            days.add(tradingDay(friday.plusWeeks(i)));
        }
        YearMonth month = YearMonth.from(today);
        for (int i = 0; i < MONTHLIES; i++) {
            days.add(thirdFriday(month.plusMonths(i)));
        }
        days.removeIf(day -> day.isBefore(today));
        return List.copyOf(days);
    }

    /** The strikes that are listed on an underlying, rising. */
    public List<BigDecimal> strikes(Instrument underlying) {
        var strikes = new ArrayList<BigDecimal>();
        for (int index = 0; index < STRIKES; index++) {
            strike(underlying, index).ifPresent(strikes::add);
        }
        return strikes;
    }

    /** Every option on an underlying that is listed on a day. */
    public List<Instrument> options(Instrument underlying, LocalDate today) {
        int number = underlyings.indexOf(underlying);
        var options = new ArrayList<Instrument>();
        if (number >= 0) {
            for (LocalDate day : expirations(today)) {
                for (int index = 0; index < STRIKES; index++) {
                    for (int put = 0; put < 2; put++) {
                        option(number, day, index, put == 0).ifPresent(options::add);
                    }
                }
            }
        }
        return options;
    }

    /** Every future that is listed on a day. */
    public List<Instrument> futures(LocalDate today) {
        var futures = new ArrayList<Instrument>();
        for (int root = 0; root < ROOTS.size(); root++) {
            YearMonth month = YearMonth.from(today);
            for (int found = 0; found < QUARTERS; month = month.plusMonths(1)) {
                boolean listed =
                        month.getMonthValue() % 3 == 0 && !thirdFriday(month).isBefore(today);
                if (listed) {
                    future(root, month).ifPresent(futures::add);
                    found++;
                }
            }
        }
        return futures;
    }

    /** Of each root, the future that expires first. */
    public List<Instrument> frontFutures(LocalDate today) {
        var front = new LinkedHashMap<String, Instrument>();
        futures(today).forEach(future -> front.putIfAbsent(future.symbol(), future));
        return List.copyOf(front.values());
    }

    /** The derivative of that conId, expired or not. */
    public Optional<Instrument> byConId(int conId) {
        if (conId >= FIRST_FUTURE) {
            int code = conId - FIRST_FUTURE;
            YearMonth month = YearMonth.from(EPOCH).plusMonths(code & ((1 << MONTH_BITS) - 1));
            boolean quarterly = month.getMonthValue() % 3 == 0;
            return quarterly ? future(code >> MONTH_BITS, month) : Optional.empty();
        }
        if (conId < FIRST_OPTION) {
            return Optional.empty();
        }
        int code = conId - FIRST_OPTION;
        LocalDate day = EPOCH.plusDays((code >> (STRIKE_BITS + 1)) & ((1 << DAY_BITS) - 1));
        return option(code >> OPTION_BITS, day, (code >> 1) & (STRIKES - 1), (code & 1) == 0);
    }

    private Optional<Instrument> option(int number, LocalDate day, int index, boolean call) {
        if (number >= underlyings.size()) {
            return Optional.empty();
        }
        Instrument under = underlyings.get(number);
        int conId = FIRST_OPTION
                + (number << OPTION_BITS)
                + ((int) ChronoUnit.DAYS.between(EPOCH, day) << (STRIKE_BITS + 1))
                + (index << 1)
                + (call ? 0 : 1);
        return strike(under, index).map(strike -> {
            var terms = new Derivative.OptionTerms(strike, call);
            String osi = String.format(
                    Locale.ROOT,
                    "%-6s%s%s%08d",
                    under.symbol(),
                    OSI_DAY.format(day),
                    terms.right(),
                    strike.movePointRight(3).longValueExact());
            return listed(
                    conId,
                    under.symbol(),
                    "OPT",
                    "CBOE",
                    osi,
                    under.symbol(),
                    under,
                    CENT,
                    new Derivative(
                            under.conId(), under.symbol(), under.secType(), day, OPTION_MULTIPLIER, Optional.of(terms)),
                    under.longName());
        });
    }

    private Optional<Instrument> future(int number, YearMonth month) {
        if (number >= ROOTS.size()) {
            return Optional.empty();
        }
        Root root = ROOTS.get(number);
        int conId =
                FIRST_FUTURE + (number << MONTH_BITS) + (int) ChronoUnit.MONTHS.between(YearMonth.from(EPOCH), month);
        String code = root.symbol() + MONTH_CODES.charAt(month.getMonthValue() - 1) + month.getYear() % 10;
        return instruments.all().stream()
                .filter(i -> i.isIndex() && i.symbol().equals(root.underSymbol()))
                .findFirst()
                .map(under -> listed(
                        conId,
                        root.symbol(),
                        "FUT",
                        root.exchange(),
                        code,
                        root.symbol(),
                        under,
                        new BigDecimal("0.25"),
                        new Derivative(
                                under.conId(),
                                under.symbol(),
                                under.secType(),
                                thirdFriday(month),
                                BigDecimal.valueOf(root.multiplier()),
                                Optional.empty()),
                        root.longName()));
    }

    private static Instrument listed(
            int conId,
            String symbol,
            String secType,
            String exchange,
            String localSymbol,
            String tradingClass,
            Instrument under,
            BigDecimal minTick,
            Derivative derivative,
            String longName) {
        return new Instrument(
                conId,
                symbol,
                secType,
                exchange,
                under.currency(),
                localSymbol,
                tradingClass,
                longName,
                under.industry(),
                under.category(),
                under.subcategory(),
                "",
                "",
                under.basePrice(),
                under.annualVolatility(),
                under.averageDailyVolume(),
                minTick,
                Optional.of(derivative));
    }

    /** The strikes lie on both sides of the price that the underlying hovers around. */
    private static Optional<BigDecimal> strike(Instrument under, int index) {
        BigDecimal step = step(under.basePrice());
        BigDecimal middle =
                under.basePrice().divide(step, 0, RoundingMode.HALF_UP).multiply(step);
        BigDecimal strike = middle.add(step.multiply(BigDecimal.valueOf(index - STRIKES / 2)));
        return strike.signum() > 0 ? Optional.of(strike.stripTrailingZeros()) : Optional.empty();
    }

    private static BigDecimal step(BigDecimal price) {
        double p = price.doubleValue();
        return new BigDecimal(
                p < 50 ? "0.5" : p < 100 ? "1" : p < 250 ? "2.5" : p < 1000 ? "5" : p < 10_000 ? "50" : "250");
    }

    private static LocalDate thirdFriday(YearMonth month) {
        return tradingDay(month.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(3, DayOfWeek.FRIDAY)));
    }

    private static LocalDate tradingDay(LocalDate friday) {
        return UsHolidays.isClosed(friday) ? friday.minusDays(1) : friday;
    }
}
