package io.mainstay.protocol.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProtoReaderTest {
    @Test
    void shouldSkipAndCountFieldsOfEveryWireType() {
        ProtoReader in = reader("0805" + "11" + "0102030405060708" + "1a03616263" + "25" + "01020304" + "2807");
        int last = 0;
        while (in.next()) {
            if (in.field() == 5) {
                last = in.readInt();
            } else {
                in.skipUnknown();
            }
        }
        assertThat(last).isEqualTo(7);
        assertThat(in.unknownFields()).isEqualTo(4);
    }

    @Test
    void shouldReadNumbersAtTheirLimits() {
        var out = new FieldWriter(225);
        ProtoWriter body = out.beginProtobuf(1);
        body.writeInt(1, Integer.MIN_VALUE);
        body.writeLong(2, Long.MIN_VALUE);
        body.writeLong(3, Long.MAX_VALUE);
        out.end();
        var in = new ProtoReader(225).over(out.buffer(), 8, out.lengthBytes() - 8);
        assertThat(in.next()).isTrue();
        assertThat(in.readInt()).isEqualTo(Integer.MIN_VALUE);
        assertThat(in.next()).isTrue();
        assertThat(in.readLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(in.next()).isTrue();
        assertThat(in.readLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(in.next()).isFalse();
    }

    @Test
    void shouldReadRepeatedNumbersPackedOrOneByOne() {
        assertThat(ints("0a03" + "01ac02")).containsExactly(1, 300);
        assertThat(ints("0801" + "08ac02")).containsExactly(1, 300);
    }

    @Test
    void shouldGiveEveryPriceItsShortestDecimal() {
        var random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            BigDecimal price =
                    BigDecimal.valueOf(random.nextLong(2_000_000_000_000L) - 1_000_000_000_000L, random.nextInt(9));
            BigDecimal read = Objects.requireNonNull(Decimals.ofDouble(price.doubleValue()));
            assertThat(read).isEqualByComparingTo(price);
            assertThat(read.scale())
                    .isEqualTo(Math.max(0, price.stripTrailingZeros().scale()));
        }
        for (int i = 0; i < 200_000; i++) {
            double any = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(any)) {
                BigDecimal read = Objects.requireNonNull(Decimals.ofDouble(any));
                assertThat(read.doubleValue()).isEqualTo(any);
                assertThat(read).isEqualByComparingTo(new BigDecimal(Double.toString(any)));
            }
        }
    }

    @Test
    void shouldReadTheSentinelAndWhatIsNoNumberAsAbsent() {
        assertThat(Decimals.ofDouble(Double.MAX_VALUE)).isNull();
        assertThat(Decimals.ofDouble(Double.NaN)).isNull();
        assertThat(Decimals.isInfinite(Decimals.ofDouble(Double.POSITIVE_INFINITY)))
                .isTrue();
        assertThat(Decimals.ofDouble(-0.0)).isEqualTo(BigDecimal.ZERO);
        assertThatThrownBy(() -> Decimals.ofDouble(Double.NEGATIVE_INFINITY)).isInstanceOf(FieldException.class);
    }

    @Test
    void shouldRefuseMalformedBytesAndSayWhichField() {
        assertThatThrownBy(() -> first("08")).hasMessage("protobuf field 1 is not a whole number that ends");
        assertThatThrownBy(() -> first("08ffffffffffffffffffffff01")).hasMessageContaining("whole number that ends");
        assertThatThrownBy(() -> first("08ffffffff10")).hasMessage("protobuf field 1 is not a 32-bit number");
        assertThatThrownBy(() -> first("0a01" + "61")).hasMessageContaining("wire type");
        assertThatThrownBy(() -> text("0aff7f" + "61"))
                .hasMessage("protobuf field 1 announces 16383 bytes, and 1 are left");
        assertThatThrownBy(() -> text("0affffffffffffffffff01"))
                .hasMessage("protobuf field 1 announces 18446744073709551615 bytes, and 0 are left");
        assertThatThrownBy(() -> text("0a03" + "610062")).hasMessageContaining("zero byte");
        assertThatThrownBy(() -> reader("0001").next()).hasMessageContaining("tag 0");
        assertThatThrownBy(() -> {
                    ProtoReader in = reader("0b0c");
                    in.next();
                    in.skipUnknown();
                })
                .hasMessageContaining("known wire type");
    }

    @Test
    void shouldNotReadBeyondTheMessageThatIsNested() {
        ProtoReader in = reader("0a02" + "12" + "05" + "18" + "01");
        assertThat(in.next()).isTrue();
        in.enter();
        assertThat(in.next()).isTrue();
        assertThatThrownBy(in::readString).hasMessage("protobuf field 2 announces 5 bytes, and 0 are left");
    }

    @Test
    void shouldWriteLengthsOfSeveralBytesInNestedMessages() {
        String longText = "x".repeat(20_000);
        var out = new FieldWriter(225);
        ProtoWriter body = out.beginProtobuf(1);
        int outer = body.begin(1);
        int inner = body.begin(2);
        body.writeString(3, longText);
        body.end(inner);
        body.end(outer);
        body.writeInt(4, 9);
        out.end();
        var in = new ProtoReader(225).over(out.buffer(), 8, out.lengthBytes() - 8);
        assertThat(in.next()).isTrue();
        int first = in.enter();
        assertThat(in.next()).isTrue();
        int second = in.enter();
        assertThat(in.next()).isTrue();
        assertThat(in.readString()).isEqualTo(longText);
        assertThat(in.next()).isFalse();
        in.leave(second);
        assertThat(in.next()).isFalse();
        in.leave(first);
        assertThat(in.next()).isTrue();
        assertThat(in.readInt()).isEqualTo(9);
        assertThat(Arrays.copyOf(out.buffer(), 8)).containsExactly(0, 0, 0x4e, 0x32, 0, 0, 0, (byte) 201);
    }

    private static ProtoReader reader(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new ProtoReader(225).over(bytes, 0, bytes.length);
    }

    private static int first(String hex) {
        ProtoReader in = reader(hex);
        in.next();
        return in.readInt();
    }

    private static String text(String hex) {
        ProtoReader in = reader(hex);
        in.next();
        return in.readString();
    }

    private static List<Integer> ints(String hex) {
        ProtoReader in = reader(hex);
        List<Integer> all = List.of();
        while (in.next()) {
            all = in.appendInts(all);
        }
        return all;
    }
}
