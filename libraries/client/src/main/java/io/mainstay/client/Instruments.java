package io.mainstay.client;

import io.mainstay.client.session.Deadline;
import io.mainstay.client.time.Sessions;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractDetails;
import io.mainstay.protocol.value.Zones;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds the contracts that descriptions mean, and remembers what was found for some hours: trading schedules reach a few
 * days ahead only, so a session that lives long has to ask again.
 */
final class Instruments {
    private static final int MAX_REMEMBERED = 4_096;
    private static final Duration REMEMBERED = Duration.ofHours(6);
    private static final int MAX_CANDIDATES_NAMED = 6;

    private final Connection connection;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Contract, Found> byDescription = new LinkedHashMap<>();
    private final Map<Integer, Found> byConId = new LinkedHashMap<>();

    private record Found(Instrument instrument, Instant at) {}

    Instruments(Connection connection, InstantSource clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /** The one contract that a description means. */
    Instrument one(Contract description, Deadline deadline) {
        requireSayable(description);
        Instrument known = remembered(description);
        if (known != null) {
            return known;
        }
        List<ContractDetails> found = ask(description, deadline);
        if (found.isEmpty()) {
            throw unknown(description, deadline);
        }
        if (found.size() > 1) {
            throw ambiguous(description, found);
        }
        Instrument instrument = instrument(found.getFirst());
        remember(description, instrument);
        return instrument;
    }

    /** Every contract that a description means. */
    List<Instrument> all(Contract description, Deadline deadline) {
        requireSayable(description);
        var instruments = new ArrayList<Instrument>();
        for (ContractDetails details : ask(description, deadline)) {
            instruments.add(instrument(details));
        }
        return List.copyOf(instruments);
    }

    /** The details; none if the gateway says that there is no such contract. */
    private List<ContractDetails> ask(Contract description, Deadline deadline) {
        try {
            List<ContractDetails> found =
                    connection.ask(new DetailsQuestion(description), deadline, "the contract " + name(description));
            for (ContractDetails details : found) {
                requireSame(description, details.contract());
            }
            return found;
        } catch (MainstayException.UnknownContract none) {
            return List.of();
        }
    }

    /** An answer about another contract than the one asked for must not be traded on. */
    private static void requireSame(Contract asked, Contract answered) {
        boolean conIdDiffers = asked.conId() != 0 && asked.conId() != answered.conId();
        boolean typeDiffers = asked.conId() == 0
                && !asked.secType().isEmpty()
                && !answered.secType().isEmpty()
                && !asked.secType().contains("+")
                && !asked.secType().startsWith("CONT")
                && !asked.secType().equals(answered.secType());
        if (conIdDiffers || typeDiffers || answered.conId() == 0) {
            throw new MainstayException.ProtocolError("The gateway answered a question for the contract " + name(asked)
                    + " with the contract " + name(answered) + ". The answer was not used.");
        }
    }

    private MainstayException unknown(Contract description, Deadline deadline) {
        String name = name(description);
        if (description.symbol().isEmpty()) {
            return new MainstayException.UnknownContract("The gateway knows no contract " + name + ".", List.of());
        }
        try {
            List<Contract> candidates = connection.ask(
                    new MatchesQuestion(description.symbol()), deadline, "symbols like " + description.symbol());
            return new MainstayException.UnknownContract(
                    "The gateway knows no contract " + name + ". " + named(candidates), candidates);
        } catch (MainstayException.Interrupted e) {
            return e;
        } catch (MainstayException noCandidates) {
            return new MainstayException.UnknownContract(
                    "The gateway knows no contract " + name + ", and it named no similar ones ("
                            + noCandidates.getMessage() + ")",
                    List.of());
        }
    }

    private static MainstayException ambiguous(Contract description, List<ContractDetails> found) {
        var candidates = new ArrayList<Contract>();
        for (ContractDetails details : found) {
            candidates.add(details.contract());
        }
        return new MainstayException.UnknownContract(
                "The description " + name(description) + " means " + found.size() + " contracts; say more. "
                        + named(candidates),
                candidates);
    }

    private static String named(List<Contract> candidates) {
        if (candidates.isEmpty()) {
            return "It knows no similar symbol either.";
        }
        var text = new StringBuilder("Perhaps one of these was meant: ");
        for (int i = 0; i < Math.min(candidates.size(), MAX_CANDIDATES_NAMED); i++) {
            text.append(i == 0 ? "" : ", ").append(name(candidates.get(i)));
        }
        int more = candidates.size() - MAX_CANDIDATES_NAMED;
        return text.append(more > 0 ? " and " + more + " more." : ".").toString();
    }

    /** A contract in a few words. */
    static String name(Contract contract) {
        var text = new StringBuilder(contract.symbol().isEmpty() ? contract.localSymbol() : contract.symbol());
        append(text, contract.secType());
        append(text, contract.lastTradeDateOrContractMonth());
        BigDecimal strike = contract.strike();
        append(text, strike == null ? "" : strike.toPlainString());
        append(text, contract.right());
        append(text, contract.primaryExchange().isEmpty() ? contract.exchange() : contract.primaryExchange());
        append(text, contract.currency());
        if (contract.conId() != 0) {
            append(text, "(conId " + contract.conId() + ")");
        }
        return Words.shown(text.toString());
    }

    private static void append(StringBuilder text, String word) {
        if (!word.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ").append(word);
        }
    }

    private static void requireSayable(Contract description) {
        boolean names = description.conId() != 0
                || !description.symbol().isBlank()
                || !description.localSymbol().isBlank()
                || !description.secId().isBlank()
                || !description.issuerId().isBlank();
        String all = description.symbol()
                + description.localSymbol()
                + description.secType()
                + description.exchange()
                + description.primaryExchange()
                + description.currency()
                + description.secId();
        if (!names || !Words.isPrintable(all)) {
            throw new MainstayException.UnknownContract(
                    "\"" + name(description) + "\" describes no contract: it needs a symbol or a conId, in printable"
                            + " ASCII characters.",
                    List.of());
        }
    }

    private static Instrument instrument(ContractDetails details) {
        try {
            boolean timeless = details.timeZoneId().isBlank()
                    && details.tradingHours().isBlank()
                    && details.liquidHours().isBlank();
            ZoneId zone = timeless ? ZoneOffset.UTC : Zones.parse(details.timeZoneId());
            BigDecimal minTick = details.minTick();
            return new Instrument(
                    details.contract(),
                    details.longName(),
                    minTick == null ? BigDecimal.ZERO : minTick,
                    zone,
                    schedule(details.tradingHours(), zone),
                    schedule(details.liquidHours(), zone));
        } catch (DateTimeException e) {
            throw new MainstayException.ProtocolError("The trading hours of " + name(details.contract())
                    + " can't be read: " + e.getMessage() + ". Please report this.");
        }
    }

    private static TradingSchedule schedule(String text, ZoneId zone) {
        var sessions = new ArrayList<TradingSchedule.Session>();
        for (Sessions.Span span : Sessions.parse(text, zone)) {
            sessions.add(new TradingSchedule.Session(span.open(), span.close()));
        }
        return new TradingSchedule(sessions);
    }

    private @Nullable Instrument remembered(Contract description) {
        lock.lock();
        try {
            Found found = byDescription.get(description);
            if (found == null && description.conId() != 0) {
                found = byConId.get(description.conId());
            }
            if (found == null) {
                return null;
            }
            boolean fits = clock.instant().isBefore(found.at().plus(REMEMBERED))
                    && (description.exchange().isEmpty()
                            || description
                                    .exchange()
                                    .equals(found.instrument().contract().exchange()));
            return fits ? found.instrument() : null;
        } finally {
            lock.unlock();
        }
    }

    private void remember(Contract description, Instrument instrument) {
        var found = new Found(instrument, clock.instant());
        lock.lock();
        try {
            put(byDescription, description, found);
            put(byConId, instrument.conId(), found);
        } finally {
            lock.unlock();
        }
    }

    private static <K> void put(Map<K, Found> map, K key, Found found) {
        map.remove(key);
        if (map.size() >= MAX_REMEMBERED) {
            var eldest = map.entrySet().iterator();
            eldest.next();
            eldest.remove();
        }
        map.put(key, found);
    }
}
