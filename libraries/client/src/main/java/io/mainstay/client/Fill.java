package io.mainstay.client;

import io.mainstay.protocol.message.Contract;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One execution.
 *
 * @param execId IB's id, the same however often the fill is reported
 * @param side {@code BOT} or {@code SLD}
 * @param orderRef the order's key
 * @param commission absent until its report has come
 */
public record Fill(
        String execId,
        Instant time,
        String account,
        Contract contract,
        int orderId,
        long permId,
        String orderRef,
        String side,
        BigDecimal quantity,
        BigDecimal price,
        Optional<BigDecimal> commission) {}
