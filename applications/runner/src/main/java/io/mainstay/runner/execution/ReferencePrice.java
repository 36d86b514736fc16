package io.mainstay.runner.execution;

import io.mainstay.client.Quote;
import io.mainstay.runner.model.Side;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * The price that an order is sized, judged and, on paper, filled at.
 *
 * @param source which of the gateway's prices it is
 */
public record ReferencePrice(BigDecimal price, String source) {
    public ReferencePrice {
        if (price.signum() <= 0) {
            throw new IllegalArgumentException("a price must be above zero, not " + price.toPlainString());
        }
    }

    /** The side of the quote that the order would meet, else its last price, if it has one of them. */
    public static Optional<ReferencePrice> of(Quote quote, Side side) {
        String kind = quote.dataType() == Quote.DataType.LIVE || quote.dataType() == Quote.DataType.UNKNOWN
                ? ""
                : quote.dataType().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " ";
        Optional<BigDecimal> near = usable(side == Side.BUY ? quote.ask() : quote.bid());
        if (near.isPresent()) {
            return Optional.of(new ReferencePrice(near.get(), kind + (side == Side.BUY ? "ask" : "bid")));
        }
        return usable(quote.last()).map(last -> new ReferencePrice(last, kind + "last"));
    }

    private static Optional<BigDecimal> usable(Optional<BigDecimal> price) {
        return price.filter(p -> p.signum() > 0);
    }
}
