package io.mainstay.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedMarketTest {
    private static final Instant NOW = Instant.parse("2026-11-24T15:00:00Z");
    private static final Instrument APPLE =
            Instruments.builtIn().byConId(265598).orElseThrow();
    private static final Instrument COKE = Instruments.builtIn().byConId(8894).orElseThrow();

    @TempDir
    Path folder;

    @Test
    void shouldMakeHalfHoursOfTheMinutesExactly() throws IOException {
        minutes("20140609_trade", """
                34140000,920000,920000,920000,920000,7
                34200000,926900,930000,926000,926500,1000
                34260000,926500,926700,921200,921300,500
                35940000,921400,927900,921400,927000,300
                36000000,927100,927200,927000,927050,10
                57600000,937000,937100,936800,937100,18600
                """);
        RecordedMarket market = RecordedMarket.open(folder);
        assertThat(market.dataNow(APPLE, NOW)).isEqualTo("2014-06-09T20:00:00Z");
        List<Bar> regular = ask(market, BarSize.M30, true);
        assertThat(regular).hasSize(2);
        assertBar(regular.getFirst(), "2014-06-09T13:30:00Z", "92.69", "93.00", "92.12", "92.70", "1800");
        assertBar(regular.getLast(), "2014-06-09T14:00:00Z", "92.71", "92.72", "92.70", "92.705", "10");
        List<Bar> wide = ask(market, BarSize.H1, false);
        assertThat(wide).hasSize(2);
        assertBar(wide.getFirst(), "2014-06-09T13:00:00Z", "92.00", "93.00", "92.00", "92.70", "1807");
        assertBar(
                ask(market, BarSize.D1, true).getFirst(),
                "2014-06-09T04:00:00Z",
                "92.69",
                "93.00",
                "92.12",
                "92.705",
                "1810");
    }

    @Test
    void shouldTakeHoursAndDaysWhereThereAreNoMinutes() throws IOException {
        minutes("20140609_trade", "34200000,926900,930000,926000,926500,1000\n");
        zip("equity/usa/hour/aapl.zip", """
                20140606 09:00,6500000,6504900,6458700,6478600,1948738
                20140606 10:00,6479600,6484400,6455000,6475200,1502908
                """);
        zip("equity/usa/daily/aapl.zip", """
                20140605 00:00,6462500,6493500,6426100,6473500,10445282
                20140606 00:00,6500000,6512500,6444800,6455700,12116671
                """);
        RecordedMarket market = RecordedMarket.open(folder);
        List<Bar> hours = ask(market, BarSize.H1, true);
        assertThat(hours).hasSize(3);
        assertBar(hours.getFirst(), "2014-06-06T13:30:00Z", "650.00", "650.49", "645.87", "647.86", "1948738");
        assertBar(hours.get(1), "2014-06-06T14:00:00Z", "647.96", "648.44", "645.50", "647.52", "1502908");
        assertThat(ask(market, BarSize.D1, true))
                .extracting(bar -> bar.day().toString())
                .containsExactly("2014-06-05", "2014-06-06", "2014-06-09");
        assertThat(ask(market, BarSize.M30, true)).hasSize(1);
        assertThat(market.quote(APPLE, NOW).orElseThrow().previousClose()).isEqualTo("645.57");
    }

    @Test
    void shouldQuoteTheLastRecordedBidAndAsk() throws IOException {
        minutes("20140609_trade", "57540000,936400,937000,936200,937000,2414761\n57600000,1,1,1,1,1\n");
        minutes("20140609_quote", """
                57540000,936300,936900,936200,936900,300,936500,937200,936400,937100,400
                57600000,10000,10000,10000,10000,1,990000,990000,990000,990000,1
                """);
        Quote quote = RecordedMarket.open(folder).quote(APPLE, NOW).orElseThrow();
        assertThat(quote.bid()).isEqualTo("93.69");
        assertThat(quote.ask()).isEqualTo("93.71");
        assertThat(quote.last()).isEqualTo("93.70");
        assertThat(quote.volume()).isEqualTo(2414761);
        assertThat(quote.time()).isEqualTo("2014-06-09T20:00:00Z");
    }

    @Test
    void shouldReadPlainCsvWithColumnsInAnyOrder() throws IOException {
        Files.writeString(folder.resolve("KO_daily.csv"), """
                "Date","close","volume","Open","HIGH","low"
                "11:34","270.49","4,787,699","264.50","273.88","262.24"
                "2018/10/12","258.78","7189257","261.00","261.99","252.01"
                "2018/10/15","259.5900","6189026.0000","259.0600","263.2800","254.5367"
                """);
        RecordedMarket market = RecordedMarket.open(folder);
        List<Bar> days = market.bars(new BarQuery(
                COKE,
                Instant.parse("2018-01-01T00:00:00Z"),
                market.dataNow(COKE, NOW),
                BarSize.D1,
                PriceKind.TRADES,
                true));
        assertThat(days).hasSize(2);
        assertBar(days.getLast(), "2018-10-15T04:00:00Z", "259.0600", "263.2800", "254.5367", "259.5900", "6189026");
        assertThat(market.quote(COKE, NOW).orElseThrow().last()).isEqualTo("259.5900");
        assertThat(market.stockSymbols()).containsExactly("KO");
    }

    @Test
    void shouldHaveNoPricesOfWhatIsNotRecorded() throws IOException {
        minutes("20140609_trade", "34200000,926900,930000,926000,926500,1000\n");
        RecordedMarket market = RecordedMarket.open(folder);
        assertThat(market.quote(COKE, NOW)).isEmpty();
        assertThat(market.bars(
                        new BarQuery(COKE, Instant.EPOCH.plusSeconds(1), NOW, BarSize.D1, PriceKind.TRADES, true)))
                .isEmpty();
        assertThat(market.oldest(COKE, PriceKind.TRADES)).isEmpty();
    }

    @Test
    void shouldSayWhyAFolderIsNoRecording() {
        assertThatThrownBy(() -> RecordedMarket.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("neither LEAN's layout");
        assertThatThrownBy(() -> RecordedMarket.open(folder.resolve("absent")))
                .hasMessageContaining("is not a folder that can be read");
    }

    @Test
    void shouldNameTheFileAndLineThatCannotBeRead() throws IOException {
        minutes("20140609_trade", "34200000,926900,930000,926000,926500,1000\n34260000,many,1,1,1,1\n");
        RecordedMarket market = RecordedMarket.open(folder);
        assertThatThrownBy(() -> ask(market, BarSize.M1, true))
                .isInstanceOf(RecordedDataException.class)
                .hasMessageContaining("20140609_trade.zip, line 2");
    }

    @Test
    void shouldAnswerTheRealRecordingWithItsOwnNumbers() throws IOException {
        Path real = realData();
        RecordedMarket market = RecordedMarket.open(real);
        Bar day = ask(market, BarSize.D1, true).getLast();
        assertBar(day, "2014-06-09T04:00:00Z", "92.69", "93.88", "91.75", "93.70", "72875948");
        List<Bar> halfHours = ask(market, BarSize.M30, true);
        assertThat(halfHours).hasSize(39);
        assertBar(halfHours.getFirst(), "2014-06-05T13:30:00Z", "646.25", "649.37", "645.26", "647.02", "2211947");
    }

    private static Path realData() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isDirectory(at.resolve("shared/data/market/lean"))) {
            at = at.getParent();
        }
        assumeThat(at)
                .as("no recorded days in a folder shared/data/market beside the project")
                .isNotNull();
        return Objects.requireNonNull(at).resolve("shared/data/market");
    }

    private static List<Bar> ask(RecordedMarket market, BarSize size, boolean regular) {
        return market.bars(new BarQuery(
                APPLE,
                Instant.parse("2014-06-01T00:00:00Z"),
                market.dataNow(APPLE, NOW),
                size,
                PriceKind.TRADES,
                regular));
    }

    private static void assertBar(
            Bar bar, String start, String open, String high, String low, String close, String volume) {
        assertThat(bar)
                .isEqualTo(new Bar(
                        Instant.parse(start),
                        bar.day(),
                        new BigDecimal(open),
                        new BigDecimal(high),
                        new BigDecimal(low),
                        new BigDecimal(close),
                        new BigDecimal(volume),
                        null,
                        null));
    }

    private void minutes(String name, String lines) throws IOException {
        zip("equity/usa/minute/aapl/" + name + ".zip", lines);
    }

    private void zip(String name, String lines) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("data.csv"));
            zip.write(lines.getBytes(StandardCharsets.UTF_8));
        }
    }
}
