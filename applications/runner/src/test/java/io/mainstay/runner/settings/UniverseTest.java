package io.mainstay.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UniverseTest {
    private static Universe of(List<String> symbols) {
        return new Universe(symbols, "10 D", BarSize.of("30 mins"), 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aapl!", "AA PL X", "../ETC", "1AAPL", "AAPL;DROP", "ABCDEFGHIJKLMN", "AAPL\n"})
    void shouldRefuseWhatIsNoSymbolAndNameIt(String malformed) {
        assertThatThrownBy(() -> of(List.of(malformed)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("no stock symbol");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AAPL", "BRK B", "BRK.B", "SPY"})
    void shouldTakeRealSymbols(String symbol) {
        assertThat(of(List.of(symbol)).symbols()).containsExactly(symbol);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "AAPL,,MSFT", ",", "AAPL,"})
    void shouldRefuseAnEmptySymbolInAList(String list) {
        assertThatThrownBy(() -> Universe.split(list))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("empty symbol");
    }

    @Test
    void shouldReadLowerCaseAndSpacesAndKeepEachSymbolOnce() {
        assertThat(of(Universe.split("aapl, msft,AAPL")).symbols()).containsExactly("AAPL", "MSFT");
    }

    @Test
    void shouldRefuseMoreThanAHundredSymbols() {
        List<String> many = IntStream.range(0, 101).mapToObj(i -> "S" + i).toList();
        assertThatThrownBy(() -> of(many)).hasMessageContaining("at most 100");
        assertThat(of(many.subList(0, 100)).symbols()).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "D", "10 days", "-1 D", "0 D", "10  D"})
    void shouldRefuseADurationThatIbDoesNotKnow(String duration) {
        assertThatThrownBy(() -> new Universe(List.of("AAPL"), duration, BarSize.of("1 min"), 8))
                .hasMessageContaining("IB's words");
    }

    @Test
    void shouldNameIbsBarSizesForAnUnknownOne() {
        assertThatThrownBy(() -> BarSize.of("7 mins")).hasMessageContaining("30 mins");
    }
}
