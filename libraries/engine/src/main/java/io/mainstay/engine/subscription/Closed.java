package io.mainstay.engine.subscription;

import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.UpdatePortfolio;
import java.math.BigDecimal;

/** What a gateway would have said of a position that was closed while it could not be watched. */
final class Closed {
    private Closed() {}

    static UpdatePortfolio portfolio(UpdatePortfolio last) {
        return new UpdatePortfolio(
                last.contract(),
                BigDecimal.ZERO,
                last.marketPrice(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                last.realizedPNL(),
                last.accountName());
    }

    static PositionData position(PositionData last) {
        return new PositionData(last.account(), last.contract(), BigDecimal.ZERO, BigDecimal.ZERO);
    }
}
