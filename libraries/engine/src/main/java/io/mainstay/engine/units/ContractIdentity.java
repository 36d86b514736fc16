package io.mainstay.engine.units;

import io.mainstay.protocol.message.Contract;

/**
 * What makes two positions ones in the same contract: IB's id, which stays when a symbol changes, or the symbols where there is
 * no id.
 */
public record ContractIdentity(int conId, String localSymbol, String symbol) {
    public static ContractIdentity of(Contract contract) {
        return contract.conId() == 0
                ? new ContractIdentity(0, contract.localSymbol(), contract.symbol())
                : new ContractIdentity(contract.conId(), "", "");
    }
}
