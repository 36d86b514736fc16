package io.mainstay.client;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractDescription;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqMatchingSymbols;
import io.mainstay.protocol.message.SymbolSamples;
import java.util.ArrayList;
import java.util.List;

/** The contracts whose symbol or name is like a pattern. */
final class MatchesQuestion extends Gather<List<Contract>> {
    private final String pattern;

    MatchesQuestion(String pattern) {
        this.pattern = pattern;
    }

    @Override
    Outgoing question(int reqId) {
        return new ReqMatchingSymbols(reqId, pattern);
    }

    @Override
    public void onMessage(Incoming message) {
        if (message instanceof SymbolSamples samples) {
            var contracts = new ArrayList<Contract>();
            for (ContractDescription one : samples.contractDescriptions()) {
                contracts.add(Contract.builder()
                        .conId(one.conId())
                        .symbol(one.symbol())
                        .secType(one.secType())
                        .primaryExchange(one.primaryExchange())
                        .currency(one.currency())
                        .build());
            }
            reply().complete(List.copyOf(contracts));
        }
    }
}
