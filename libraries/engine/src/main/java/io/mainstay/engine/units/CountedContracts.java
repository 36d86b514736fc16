package io.mainstay.engine.units;

import io.mainstay.protocol.message.BondContractData;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDetails;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqHistoricalTicks;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqRealTimeBars;
import io.mainstay.protocol.message.ReqTickByTickData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which contracts old versions count in lots: stocks in dollars that are listed in the United States. Some descriptions say
 * so by themselves. Of the others, and of contract ids that no answer of the gateway has described, the gateway is asked for
 * the details once, and a client of a version that counts in another way waits for the answer; it is never served by a guess,
 * which would be wrong by a factor of a hundred. A contract keeps its kind, so answers stand over sessions.
 */
public final class CountedContracts {
    private static final int KNOWN_MAX = 20_000;
    private static final String STOCK = "STK";
    private static final String DOLLARS = "USD";
    private static final Set<String> US_LISTINGS =
            Set.of("NASDAQ", "NYSE", "ARCA", "AMEX", "BATS", "ISLAND", "IEX", "PINK");

    /** Exchanges of neighbours that share the zones of the United States and list in dollars, too. */
    private static final Set<String> OTHER_LISTINGS = Set.of("TSE", "VENTURE", "NEOE", "AEQLIT", "CNSX", "MEXI");

    private static final Set<String> US_ZONES = Set.of(
            "US/Eastern",
            "America/New_York",
            "EST",
            "EST5EDT",
            "EDT",
            "US/Central",
            "America/Chicago",
            "CST",
            "CST6CDT");

    /** By contract id; the newest KNOWN_MAX. */
    private final Map<Integer, Counted> byId = bounded();

    /** By a description without an id; the newest KNOWN_MAX. */
    private final Map<Contract, Counted> byDescription = bounded();

    /** Contracts that the gateway is to be asked for, until it is. */
    private final Set<Contract> toAsk = new HashSet<>();

    /** What the gateway has answered so far to questions that are under way; removed with the question. */
    private final Map<Contract, Counted> asked = new HashMap<>();

    /** Why questions were not answered, until those who waited for the answers are told. */
    private final Map<Contract, ErrorMessage> refusals = new HashMap<>();

    /** How a contract is counted, as far as that is known. */
    public Counted of(Contract contract) {
        Counted known = contract.conId() != 0 ? byId.get(contract.conId()) : byDescription.get(contract);
        if (known != null) {
            return known;
        }
        String kind = contract.secType();
        // Who names neither id nor kind is refused by the gateway.
        if (kind.isEmpty() ? contract.conId() == 0 : !kind.equals(STOCK)) {
            return Counted.SINGLY;
        }
        if (!contract.currency().isEmpty() && !contract.currency().equals(DOLLARS)) {
            return Counted.SINGLY;
        }
        boolean says = kind.equals(STOCK)
                && contract.currency().equals(DOLLARS)
                && US_LISTINGS.contains(contract.primaryExchange());
        return says ? Counted.IN_LOTS : Counted.UNKNOWN;
    }

    /** The contract that the answers to a request are about, if their sizes depend on it. */
    public static @Nullable Contract contract(Outgoing start) {
        return switch (start) {
            case ReqMktData m -> m.contract();
            case ReqMktDepth m -> m.contract();
            case ReqRealTimeBars m -> m.contract();
            case ReqTickByTickData m -> m.contract();
            case ReqHistoricalData m -> m.contract();
            case ReqHistoricalTicks m -> m.contract();
            default -> null;
        };
    }

    /** Whether a client of a version can be answered only when it is known how the contract of its request is counted. */
    public boolean lacks(Outgoing start, int gatewayVersion, int clientVersion) {
        Contract contract = contract(start);
        return contract != null
                && new StockSizes(gatewayVersion, clientVersion).differ(start)
                && of(contract) == Counted.UNKNOWN;
    }

    /** Wants the gateway to be asked for a contract, unless it is being asked. */
    public void want(Contract contract) {
        if (!asked.containsKey(contract)) {
            toAsk.add(contract);
        }
    }

    /** Whether an answer is to come. */
    public boolean isAsked(Contract contract) {
        return asked.containsKey(contract) || toAsk.contains(contract);
    }

    /** The contracts whose details the gateway is to be asked for now; each question's end must be told. */
    public List<Contract> takeQuestions() {
        if (toAsk.isEmpty()) {
            return List.of();
        }
        var questions = new ArrayList<>(toAsk);
        toAsk.clear();
        questions.forEach(contract -> asked.put(contract, Counted.UNKNOWN));
        return questions;
    }

    /** Learns from an answer of the gateway, whoever asked. */
    public void learn(Incoming message) {
        if (message instanceof ContractData data) {
            ContractDetails details = data.contractDetails();
            byId.put(details.contract().conId(), of(details));
        } else if (message instanceof BondContractData bond) {
            byId.put(bond.contractDetails().contract().conId(), Counted.SINGLY);
        }
    }

    /** An answer to a question of ours. Of several the first stands, since the gateway refuses what fits several. */
    public void onAnswer(Contract question, Incoming message) {
        if (message instanceof ContractData data && asked.get(question) == Counted.UNKNOWN) {
            asked.put(question, of(data.contractDetails()));
        }
    }

    /** The gateway refused to answer a question of ours, as it would refuse whatever else is asked about the contract. */
    public void onRefused(Contract question, ErrorMessage error) {
        refusals.put(question, error);
    }

    /** Why the gateway does not say what a contract is; null if it did not say why. */
    public @Nullable ErrorMessage refusal(Contract contract) {
        return refusals.get(contract);
    }

    /** All who waited have been told why the gateway did not answer. */
    public void forgetRefusals() {
        refusals.clear();
    }

    /** A question of ours is over, however it ended. */
    public void onEnded(Contract question) {
        Counted answer = asked.remove(question);
        if (answer != null && answer != Counted.UNKNOWN) {
            if (question.conId() != 0) {
                byId.put(question.conId(), answer);
            } else {
                byDescription.put(question, answer);
            }
        }
    }

    /** How a contract is counted by all that the gateway says of it. */
    static Counted of(ContractDetails details) {
        Contract contract = details.contract();
        boolean dollarStock =
                contract.secType().equals(STOCK) && contract.currency().equals(DOLLARS);
        boolean inTheUs = US_LISTINGS.contains(contract.primaryExchange())
                || US_ZONES.contains(details.timeZoneId()) && !OTHER_LISTINGS.contains(contract.primaryExchange());
        return dollarStock && inTheUs ? Counted.IN_LOTS : Counted.SINGLY;
    }

    private static <K> Map<K, Counted> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Counted> eldest) {
                return size() > KNOWN_MAX;
            }
        };
    }
}
