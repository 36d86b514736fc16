package io.mainstay.engine.units;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqRealTimeBars;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSize;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class StreamUnitsTest {
    private static final Contract APPLE = Contract.builder()
            .symbol("AAPL")
            .secType("STK")
            .exchange("SMART")
            .primaryExchange("NASDAQ")
            .currency("USD")
            .build();
    private static final Incoming PRICE = new TickPrice(1, 1, new BigDecimal("189.5"), new BigDecimal("250"), 1);

    @Test
    void shouldPassOnTheVeryMessageToVersionsThatCountAsTheGatewayDoes() {
        StreamUnits quote = units(new ReqMktData(1, APPLE, "", false, false, ""));
        for (int version : new int[] {222, 223, 224, 225}) {
            assertThat(quote.told(PRICE, version)).isSameAs(PRICE);
        }
        StreamUnits bars = units(new ReqRealTimeBars(1, APPLE, 5, "TRADES", false, ""));
        assertThat(bars.told(PRICE, 159)).isSameAs(PRICE);
        StreamUnits euros =
                units(new ReqMktData(1, APPLE.toBuilder().currency("EUR").build(), "", false, false, ""));
        assertThat(euros.told(PRICE, 100)).isSameAs(PRICE);
    }

    @Test
    void shouldPassOnTheVeryMessageThatHasNoSizeToTranslate() {
        StreamUnits quote = units(new ReqMktData(1, APPLE, "", false, false, ""));
        Incoming high = new TickPrice(1, 6, new BigDecimal("190"), BigDecimal.ZERO, 0);
        assertThat(quote.told(high, 100)).isSameAs(high);
        assertThat(quote.told(PRICE, 200)).isSameAs(PRICE);
    }

    @Test
    void shouldTranslateAMessageOnceForAllHoldersOfAVersion() {
        StreamUnits quote = units(new ReqMktData(1, APPLE, "", false, false, ""));
        Incoming told = quote.told(PRICE, 150);
        assertThat(told).isEqualTo(new TickPrice(1, 1, new BigDecimal("189.5"), new BigDecimal("2"), 1));
        assertThat(quote.told(PRICE, 200)).isSameAs(PRICE);
        assertThat(quote.told(PRICE, 150)).isSameAs(told);
    }

    @Test
    void shouldTellNothingThatMayBeWrongByAHundredBeforeTheContractIsKnown() {
        StreamUnits quote = units(new ReqMktData(1, Contract.builder().conId(7).build(), "", false, false, ""));
        assertThat(quote.lacks(225, 150)).isTrue();
        assertThat(quote.lacks(225, 222)).isFalse();
        assertThat(quote.told(PRICE, 150)).isNull();
        assertThat(quote.image(new TickSize(1, 0, BigDecimal.TEN), 150)).isNull();
        assertThat(quote.told(PRICE, 225)).isSameAs(PRICE);
    }

    private static StreamUnits units(Outgoing start) {
        var units = new StreamUnits(new CountedContracts(), start);
        units.begin(225);
        return units;
    }
}
