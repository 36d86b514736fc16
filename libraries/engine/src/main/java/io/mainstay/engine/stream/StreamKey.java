package io.mainstay.engine.stream;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqMktData;

/**
 * What makes two requests the same for the gateway.
 *
 * @param request the request without its id and, for quotes, without the generic ticks that can be merged
 * @param marketDataType the type a quote is wanted in; 0 for other requests
 */
record StreamKey(Message request, int marketDataType) {
    static StreamKey of(Outgoing request, int marketDataType) {
        if (request instanceof ReqMktData quote) {
            return new StreamKey(
                    new ReqMktData(
                            0,
                            identity(quote.contract()),
                            GenericTicks.others(quote.genericTickList()),
                            quote.snapshot(),
                            quote.regulatorySnapshot(),
                            quote.mktDataOptions()),
                    marketDataType);
        }
        return new StreamKey(((HasReqId) request).withReqId(0), 0);
    }

    /**
     * IB's contract id and the exchange say everything; without the id, all that was said counts, as it does for combos,
     * which may all have the same id.
     */
    private static Contract identity(Contract contract) {
        return contract.conId() == 0
                        || contract.secType().equals("BAG")
                        || !contract.comboLegs().isEmpty()
                        || contract.deltaNeutralContract() != null
                ? contract
                : Contract.builder()
                        .conId(contract.conId())
                        .exchange(contract.exchange())
                        .build();
    }
}
