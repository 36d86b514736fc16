package io.mainstay.client;

import io.mainstay.protocol.message.BondContractData;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ContractDetails;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqContractDetails;
import java.util.ArrayList;
import java.util.List;

/** The details of every contract that a description means, until their end marker. */
final class DetailsQuestion extends Gather<List<ContractDetails>> {
    private final Contract description;
    private final List<ContractDetails> found = new ArrayList<>();

    DetailsQuestion(Contract description) {
        this.description = description;
    }

    @Override
    Outgoing question(int reqId) {
        return new ReqContractDetails(reqId, description);
    }

    @Override
    public void onMessage(Incoming message) {
        switch (message.messageId()) {
            case ContractData.ID -> add(found, ((ContractData) message).contractDetails());
            case BondContractData.ID -> add(found, ((BondContractData) message).contractDetails());
            case ContractDataEnd.ID -> reply().complete(List.copyOf(found));
            default -> {}
        }
    }
}
