package io.mainstay.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    @Test
    void shouldWriteTheBytesThatRealClientsAndGatewaysSend() {
        assertThat(hex(new ClientGreeting(100, 225, "").encode())).isEqualTo("4150490000000009763130302e2e323235");
        assertThat(hex(new ServerGreeting(200, "20260611 13:30:02 EST").encode()))
                .isEqualTo("0000001a3230300032303236303631312031333a33303a30322045535400");
    }

    @Test
    void shouldReadRangesSingleVersionsAndOptions() {
        assertThat(greeting("v100..200")).isEqualTo(new ClientGreeting(100, 200, ""));
        assertThat(greeting("v203")).isEqualTo(new ClientGreeting(203, 203, ""));
        assertThat(greeting("v100..178 +PACEAPI")).isEqualTo(new ClientGreeting(100, 178, "+PACEAPI"));
    }

    @Test
    void shouldRefuseWhatIsNotAGreeting() {
        for (String wrong :
                new String[] {"v100.200", "v200..100", "GET / HTTP/1.1", "v", "v99999999", "x".repeat(2000)}) {
            assertThatThrownBy(() -> greeting(wrong)).as(wrong).isInstanceOf(HandshakeException.class);
        }
        byte[] reply = "200|".replace('|', '\0').getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> ServerGreeting.parse(reply, 0, reply.length)).isInstanceOf(HandshakeException.class);
    }

    @Test
    void shouldTakeThePrefixWhereverItIsCutAndRefuseAnotherProtocolAtItsFirstByte() {
        var prefix = new ApiPrefix();
        byte[] bytes = "API|rest".replace('|', '\0').getBytes(StandardCharsets.US_ASCII);
        assertThat(prefix.take(bytes, 0, 1)).isEqualTo(1);
        assertThat(prefix.complete()).isFalse();
        assertThat(prefix.take(bytes, 1, bytes.length - 1)).isEqualTo(3);
        assertThat(prefix.complete()).isTrue();
        byte[] http = "GET /".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> new ApiPrefix().take(http, 0, 5)).hasMessageContaining("a TWS client begins with");
    }

    private static ClientGreeting greeting(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ClientGreeting.parse(bytes, 0, bytes.length);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
