package io.mainstay.runner.execution;

import io.mainstay.client.AccountSummary;
import io.mainstay.client.Positions;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An account as the gateway described it at a round's beginning.
 *
 * @param positions by contract id, negative for short
 * @param equity the net liquidation value; absent if the gateway gave none
 * @param cash that new purchases may use; zero if the gateway gave none
 * @param grossValue of all positions, long and short added; by their cost if the gateway gave none
 */
public record AccountMoney(
        Map<Integer, BigDecimal> positions, Optional<BigDecimal> equity, BigDecimal cash, BigDecimal grossValue) {

    public AccountMoney {
        positions = Map.copyOf(positions);
    }

    public static AccountMoney of(String account, AccountSummary summary, Positions all) {
        Map<Integer, BigDecimal> positions = new HashMap<>();
        BigDecimal cost = BigDecimal.ZERO;
        for (Positions.Position position : all.all()) {
            if (position.account().equals(account)) {
                positions.merge(position.contract().conId(), position.quantity(), BigDecimal::add);
                cost = cost.add(
                        position.quantity().multiply(position.averageCost()).abs());
            }
        }
        return new AccountMoney(
                positions,
                summary.amount(account, "NetLiquidation"),
                summary.amount(account, "AvailableFunds")
                        .or(() -> summary.amount(account, "TotalCashValue"))
                        .orElse(BigDecimal.ZERO),
                summary.amount(account, "GrossPositionValue").orElse(cost));
    }

    BigDecimal position(int conId) {
        return positions.getOrDefault(conId, BigDecimal.ZERO);
    }
}
