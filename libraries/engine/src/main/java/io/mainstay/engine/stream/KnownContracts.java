package io.mainstay.engine.stream;

import io.mainstay.engine.routing.OpenRequest;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ReqContractDetails;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contract ids that descriptions of contracts stand for, as far as the gateway said so in this session: a client asked
 * for the details of just that description, and got those of one contract.
 */
public final class KnownContracts {
    private static final int KNOWN_MAX = 10_000;
    private static final int AMBIGUOUS = -1;
    private static final String CONTINUOUS_FUTURE = "CONTFUT";

    /** All that tells contracts apart, in one form for all versions. */
    private record Description(
            String symbol,
            String secType,
            String lastTradeDateOrContractMonth,
            @Nullable BigDecimal strike,
            String right,
            String multiplier,
            String exchange,
            String primaryExchange,
            String currency,
            String localSymbol,
            String tradingClass) {
        static Description of(Contract c) {
            BigDecimal strike = c.strike();
            return new Description(
                    c.symbol(),
                    c.secType(),
                    c.lastTradeDateOrContractMonth(),
                    strike == null || strike.signum() == 0 ? null : strike.stripTrailingZeros(),
                    c.right(),
                    c.multiplier(),
                    c.exchange(),
                    c.primaryExchange(),
                    c.currency(),
                    c.localSymbol(),
                    c.tradingClass());
        }
    }

    /** The newest KNOWN_MAX. */
    private final Map<Description, Integer> ids = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Description, Integer> eldest) {
            return size() > KNOWN_MAX;
        }
    };

    /** What questions that are under way were answered so far; removed with the question. */
    private final Map<OpenRequest, Integer> answers = new HashMap<>();

    /** A question of a client was answered; others than those for contract details are none of ours. */
    public void onReply(OpenRequest request, Incoming reply) {
        if (!(request.start() instanceof ReqContractDetails asked) || !canStandForOne(asked.contract())) {
            return;
        }
        if (reply instanceof ContractData data) {
            answers.merge(request, data.contractDetails().contract().conId(), (one, other) -> AMBIGUOUS);
        } else if (reply instanceof ContractDataEnd) {
            Integer id = answers.remove(request);
            if (id != null && id > 0) {
                ids.put(Description.of(asked.contract()), id);
            }
        }
    }

    /** A question is over, however it ended. */
    public void onEnded(OpenRequest request) {
        answers.remove(request);
    }

    /** The gateway session ended; the next gateway may know other contracts. */
    public void forget() {
        ids.clear();
        answers.clear();
    }

    /** The id of a contract; 0 if it is not known. */
    int id(Contract contract) {
        return contract.conId() != 0 || !canStandForOne(contract)
                ? contract.conId()
                : ids.getOrDefault(Description.of(contract), 0);
    }

    /** Another id or an underlying may say more than the description; a continuous future is another one later. */
    private static boolean canStandForOne(Contract contract) {
        return contract.conId() == 0
                && contract.secId().isEmpty()
                && contract.issuerId().isEmpty()
                && contract.comboLegs().isEmpty()
                && contract.deltaNeutralContract() == null
                && !contract.includeExpired()
                && !contract.secType().equals(CONTINUOUS_FUTURE);
    }
}
