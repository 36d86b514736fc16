package io.mainstay.engine.stream;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqTickByTickData;

/**
 * What makes two requests the same for the gateway.
 *
 * @param request the request without its id and, for quotes, without the generic ticks that can be merged
 * @param marketDataType the type a quote is wanted in; 0 for other requests
 * @param onlyFor the session that has it for itself, under its own request id; 0 for what may be shared
 */
record StreamKey(Message request, int marketDataType, long onlyFor) {
    private static final KnownContracts NONE = new KnownContracts();

    /** The key of a request that came before the gateway said which contract its description stands for. */
    static StreamKey asDescribed(Outgoing request, int marketDataType, long sender) {
        return of(request, marketDataType, sender, NONE);
    }

    static StreamKey of(Outgoing request, int marketDataType, long sender, KnownContracts contracts) {
        if (request instanceof ReqTickByTickData ticks && ticks.numberOfTicks() != 0) {
            // The past ticks that begin it come once, so nobody can join.
            return new StreamKey(request, 0, sender);
        }
        if (request instanceof ReqMktData quote) {
            return new StreamKey(
                    new ReqMktData(
                            0,
                            identity(quote.contract(), contracts),
                            GenericTicks.others(quote.genericTickList()),
                            quote.snapshot(),
                            quote.regulatorySnapshot(),
                            quote.mktDataOptions()),
                    marketDataType,
                    0);
        }
        return new StreamKey(((HasReqId) request).withReqId(0), 0, 0);
    }

    boolean isShareable() {
        return onlyFor == 0;
    }

    /**
     * IB's contract id and the exchange say everything; without the id, all that was said counts, as it does for combos,
     * which may all have the same id.
     */
    private static Contract identity(Contract contract, KnownContracts contracts) {
        int id = contracts.id(contract);
        return id == 0
                        || contract.secType().equals("BAG")
                        || !contract.comboLegs().isEmpty()
                        || contract.deltaNeutralContract() != null
                ? contract
                : Contract.builder().conId(id).exchange(contract.exchange()).build();
    }
}
