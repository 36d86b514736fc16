package io.mainstay.engine.access;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What contract ids mean, by the gateway's word and nobody else's. */
final class ContractBook {
    private static final int CONTRACTS_MAX = 20_000;

    /** @param multiplier as the gateway wrote it; empty if it has none */
    record Meaning(String symbol, String secType, String multiplier) {}

    /** At most CONTRACTS_MAX, the ones learnt first leave first. */
    private final Map<Integer, Meaning> meanings = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Meaning> eldest) {
            return size() > CONTRACTS_MAX;
        }
    };

    void learn(ContractData answer) {
        Contract contract = answer.contractDetails().contract();
        if (contract.conId() != 0) {
            meanings.put(contract.conId(), new Meaning(contract.symbol(), contract.secType(), contract.multiplier()));
        }
    }

    Optional<Meaning> meaning(int conId) {
        return Optional.ofNullable(meanings.get(conId));
    }
}
