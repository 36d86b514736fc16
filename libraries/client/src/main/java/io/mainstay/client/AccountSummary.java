package io.mainstay.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A complete account summary.
 *
 * @param asOf when its end marker came
 */
public record AccountSummary(List<AccountValue> values, Instant asOf) {
    public AccountSummary {
        values = List.copyOf(values);
    }

    /**
     * One value of one account.
     *
     * @param tag IB's name, such as {@code NetLiquidation}
     * @param currency empty for values that have none
     */
    public record AccountValue(String account, String tag, String value, String currency) {}

    /** The amount of a tag, if the gateway gave one and it is a number. */
    public Optional<BigDecimal> amount(String account, String tag) {
        return value(account, tag).flatMap(v -> number(v.value()));
    }

    public Optional<AccountValue> value(String account, String tag) {
        return values.stream()
                .filter(v -> v.account().equals(account) && v.tag().equals(tag))
                .findFirst();
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
