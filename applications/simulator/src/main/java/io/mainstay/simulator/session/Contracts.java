package io.mainstay.simulator.session;

import io.mainstay.protocol.message.Contract;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Instruments;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds what a client's contract means, and describes instruments as contracts. Stateless but for the list. */
final class Contracts {
    static final String US_EXCHANGES =
            "SMART,AMEX,NYSE,CBOE,PHLX,ISE,CHX,ARCA,NASDAQ,DRCTEDGE,BEX,BATS,EDGEA,BYX,IEX,EDGX,"
                    + "FOXRIVER,PEARL,NYSENAT,LTSE,MEMX,IBEOS,OVERNIGHT,TPLUS0,PSX";

    private static final String GERMAN_EXCHANGES = "SMART,IBIS,IBIS2,FWB,SWB,TGATE,GETTEX2";
    private static final Set<String> OLD_NAMES = Set.of("ISLAND");

    private final Instruments instruments;

    Contracts(Instruments instruments) {
        this.instruments = instruments;
    }

    static String validExchanges(Instrument instrument) {
        if (instrument.isCash()) {
            return instrument.primaryExchange();
        }
        return instrument.primaryExchange().equals("IBIS") ? GERMAN_EXCHANGES : US_EXCHANGES;
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
        return instruments.all().stream().filter(i -> fits(i, wanted)).toList();
    }

    private static boolean fits(Instrument i, Contract wanted) {
        return i.secType().equals(wanted.secType())
                && fits(i.symbol(), wanted.symbol().toUpperCase(Locale.ROOT))
                && fits(i.currency(), wanted.currency())
                && fits(i.primaryExchange(), wanted.primaryExchange())
                && fits(i.localSymbol(), wanted.localSymbol())
                && fits(i.tradingClass(), wanted.tradingClass())
                && fitsExchange(i, wanted)
                && (wanted.secId().isEmpty()
                        || (wanted.secIdType().equals("ISIN") && i.isin().equals(wanted.secId())));
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
        return Contract.builder()
                .conId(i.conId())
                .symbol(i.symbol())
                .secType(i.secType())
                .exchange(exchange)
                .primaryExchange(i.isCash() ? "" : i.primaryExchange())
                .currency(i.currency())
                .localSymbol(i.localSymbol())
                .tradingClass(i.tradingClass())
                .build();
    }
}
