package io.mainstay.engine.units;

import io.mainstay.protocol.message.BondContractData;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDetails;
import java.math.BigDecimal;

/**
 * What contract details tell of sizes, which was said in three ways: in how many units they are counted, at one version with
 * the smallest step, and since then the least size and its steps. What a gateway of another version did not say follows from
 * what it did. Stateless.
 */
final class SizeRules {
    private static final int LOT = 100;

    private SizeRules() {}

    static ContractData told(ContractData m, int version) {
        ContractDetails details = told(m.contractDetails(), version);
        return details.equals(m.contractDetails()) ? m : new ContractData(m.reqId(), details);
    }

    static BondContractData told(BondContractData m, int version) {
        ContractDetails details = told(m.contractDetails(), version);
        return details.equals(m.contractDetails()) ? m : new BondContractData(m.reqId(), details);
    }

    private static ContractDetails told(ContractDetails details, int version) {
        if (version >= UnitVersions.SIZE_RULES) {
            return since(details);
        }
        return version < UnitVersions.SIZE_MULTIPLIER ? details : before(details, version);
    }

    private static ContractDetails before(ContractDetails details, int version) {
        ContractDetails.Builder told = details.toBuilder();
        if (details.mdSizeMultiplier() == 0) {
            told.mdSizeMultiplier(CountedContracts.of(details) == Counted.IN_LOTS ? LOT : 1);
        }
        if (version == UnitVersions.FRACTIONS && details.sizeMinTick() == null) {
            told.sizeMinTick(details.sizeIncrement());
        }
        return told.build();
    }

    /** A gateway of before tells the multiplier, which it never leaves at 0. */
    private static ContractDetails since(ContractDetails details) {
        if (details.minSize() != null || details.mdSizeMultiplier() == 0) {
            return details;
        }
        BigDecimal step = details.sizeMinTick() == null ? BigDecimal.ONE : details.sizeMinTick();
        return details.toBuilder()
                .minSize(step)
                .sizeIncrement(step)
                .suggestedSizeIncrement(BigDecimal.valueOf(details.mdSizeMultiplier()))
                .build();
    }
}
