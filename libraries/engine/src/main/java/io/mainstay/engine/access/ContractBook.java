package io.mainstay.engine.access;

import io.mainstay.protocol.message.ContractData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The symbols of contract ids, by the gateway's word and nobody else's. */
final class ContractBook {
    private static final int CONTRACTS_MAX = 20_000;

    /** At most CONTRACTS_MAX, the ones learnt first leave first. */
    private final Map<Integer, String> symbols = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, String> eldest) {
            return size() > CONTRACTS_MAX;
        }
    };

    void learn(ContractData answer) {
        symbols.put(
                answer.contractDetails().contract().conId(),
                answer.contractDetails().contract().symbol());
    }

    Optional<String> symbol(int conId) {
        return Optional.ofNullable(symbols.get(conId));
    }
}
