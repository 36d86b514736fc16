package io.mainstay.simulator.session;

import io.mainstay.protocol.message.Contract;
import io.mainstay.simulator.market.Derivative;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Instruments;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Finds what a client's contract means, and describes instruments as contracts. Stateless but for the list and the date. */
final class Contracts {
    static final String US_EXCHANGES =
            "SMART,AMEX,NYSE,CBOE,PHLX,ISE,CHX,ARCA,NASDAQ,DRCTEDGE,BEX,BATS,EDGEA,BYX,IEX,EDGX,"
                    + "FOXRIVER,PEARL,NYSENAT,LTSE,MEMX,IBEOS,OVERNIGHT,TPLUS0,PSX";

    static final String OPTION_EXCHANGES = "SMART,AMEX,BOX,CBOE,CBOE2,ISE,NASDAQOM,PHLX,PSE";

    /** The kind of a continuous future, which stands for the front one of the listed futures. */
    static final String CONTINUOUS = "CONTFUT";

    private static final String GERMAN_EXCHANGES = "SMART,IBIS,IBIS2,FWB,SWB,TGATE,GETTEX2";
    static final String NOT_FOUND = "No security definition has been found for the request";

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    private static final Set<String> OLD_NAMES = Set.of("ISLAND");

    private final Instruments instruments;
    private final Supplier<Instant> now;

    Contracts(Instruments instruments, Supplier<Instant> now) {
        this.instruments = instruments;
        this.now = now;
    }

    /** The date in New York. */
    LocalDate today() {
        return now.get().atZone(Instrument.ZONE).toLocalDate();
    }

    static String validExchanges(Instrument instrument) {
        if (instrument.isOption()) {
            return OPTION_EXCHANGES;
        }
        if (instrument.isCash() || instrument.isFuture() || instrument.isIndex()) {
            return instrument.primaryExchange();
        }
        return instrument.primaryExchange().equals("IBIS") ? GERMAN_EXCHANGES : US_EXCHANGES;
    }

    /** The one instrument that fits; where there is none, or are several, the client gets error 200. */
    Optional<Instrument> single(Session s, int id, Contract wanted) {
        if (wanted.secType().contains(CONTINUOUS)) {
            s.error(id, 321, "Error validating request.-'r' : cause - Please enter a valid security type");
            return Optional.empty();
        }
        return singleOrContinuous(s, id, wanted);
    }

    /** The same where a continuous future does, too: it is the first one that is listed. */
    Optional<Instrument> singleOrContinuous(Session s, int id, Contract wanted) {
        List<Instrument> found = matching(wanted);
        if (found.size() == 1) {
            return Optional.of(found.getFirst());
        }
        s.error(
                id,
                200,
                found.isEmpty()
                        ? NOT_FOUND
                        : "The contract description specified for " + wanted.symbol()
                                + " is ambiguous. You must specify the multiplier or currency.");
        return Optional.empty();
    }

    /** Every instrument that fits; none, one or several. */
    List<Instrument> matching(Contract wanted) {
        if (wanted.conId() > 0) {
            return instruments.byConId(wanted.conId()).filter(i -> fitsExchange(i, wanted)).stream()
                    .toList();
        }
        if (wanted.symbol().isEmpty()
                && wanted.localSymbol().isEmpty()
                && wanted.secId().isEmpty()) {
            return List.of();
        }
        return candidates(wanted).stream().filter(i -> fits(i, wanted)).toList();
    }

    private List<Instrument> candidates(Contract wanted) {
        return switch (wanted.secType()) {
            case "FUT", "FUT+CONTFUT" -> instruments.derivatives().futures(today());
            case CONTINUOUS -> instruments.derivatives().frontFutures(today());
            case "OPT" -> {
                String symbol = wanted.symbol().isEmpty()
                        ? wanted.localSymbol().split(" ", 2)[0]
                        : wanted.symbol().toUpperCase(Locale.ROOT);
                yield instruments.all().stream()
                        .filter(i -> i.symbol().equals(symbol)
                                && instruments.derivatives().hasOptions(i))
                        .flatMap(i -> instruments.derivatives().options(i, today()).stream())
                        .toList();
            }
            default -> instruments.all();
        };
    }

    private static boolean fits(Instrument i, Contract wanted) {
        boolean kind = i.secType().equals(wanted.secType())
                || (i.isFuture() && wanted.secType().contains(CONTINUOUS));
        return kind
                && fits(i.symbol(), wanted.symbol().toUpperCase(Locale.ROOT))
                && fits(i.currency(), wanted.currency())
                && fits(i.primaryExchange(), wanted.primaryExchange())
                && fits(i.localSymbol(), wanted.localSymbol())
                && fits(i.tradingClass(), wanted.tradingClass())
                && fitsExchange(i, wanted)
                && i.derivative().map(d -> fits(d, wanted)).orElse(true)
                && (wanted.secId().isEmpty()
                        || (wanted.secIdType().equals("ISIN") && i.isin().equals(wanted.secId())));
    }

    private static boolean fits(Derivative d, Contract wanted) {
        BigDecimal strike = wanted.strike();
        boolean strikeFits = strike == null
                || strike.signum() == 0
                || d.option().map(o -> o.strike().compareTo(strike) == 0).orElse(true);
        boolean rightFits = wanted.right().isEmpty()
                || wanted.right().equals("?")
                || d.option().map(o -> wanted.right().startsWith(o.right())).orElse(true);
        return strikeFits
                && rightFits
                && DAY.format(d.lastTradeDate()).startsWith(wanted.lastTradeDateOrContractMonth())
                && fits(d.multiplier().toPlainString(), wanted.multiplier());
    }

    private static boolean fits(String value, String wanted) {
        return wanted.isEmpty() || wanted.equals(value);
    }

    private static boolean fitsExchange(Instrument i, Contract wanted) {
        String exchange = wanted.exchange();
        return exchange.isEmpty()
                || List.of(validExchanges(i).split(",")).contains(exchange)
                || (OLD_NAMES.contains(exchange) && i.primaryExchange().equals("NASDAQ"));
    }

    /** The contract as replies carry it. */
    static Contract describe(Instrument i, String exchange) {
        Contract.Builder contract = Contract.builder()
                .conId(i.conId())
                .symbol(i.symbol())
                .secType(i.secType())
                .exchange(exchange)
                .primaryExchange(i.isCash() || i.derivative().isPresent() ? "" : i.primaryExchange())
                .currency(i.currency())
                .localSymbol(i.localSymbol())
                .tradingClass(i.tradingClass());
        i.derivative().ifPresent(d -> {
            contract.lastTradeDateOrContractMonth(DAY.format(d.lastTradeDate()))
                    .multiplier(d.multiplier().toPlainString());
            d.option().ifPresent(o -> contract.strike(o.strike()).right(o.right()));
        });
        return contract.build();
    }
}
