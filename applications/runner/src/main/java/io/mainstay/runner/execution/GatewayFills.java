package io.mainstay.runner.execution;

import io.mainstay.client.Fill;
import io.mainstay.runner.model.Amounts;
import io.mainstay.runner.store.FillRow;
import java.math.BigDecimal;

/** The gateway's executions in the store's words. */
final class GatewayFills {
    private GatewayFills() {}

    static FillRow row(Fill fill) {
        return new FillRow(
                fill.execId(),
                fill.time(),
                fill.quantity(),
                fill.price(),
                "gateway",
                BigDecimal.ZERO,
                fill.commission());
    }

    static String progress(BigDecimal filled, BigDecimal quantity) {
        return "filled " + Amounts.plain(filled) + " of " + Amounts.plain(quantity);
    }
}
