package io.mainstay.runner.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One execution to be recorded, once however often it is reported.
 *
 * @param execId IB's, or our own for a paper fill
 * @param priceSource where a paper fill's price came from; {@code gateway} for a real one
 * @param slippage what the price was made worse by, per share
 * @param commission absent until it is known
 */
public record FillRow(
        String execId,
        Instant at,
        BigDecimal quantity,
        BigDecimal price,
        String priceSource,
        BigDecimal slippage,
        Optional<BigDecimal> commission) {}
