package io.mainstay.protocol.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mainstay.protocol.handshake.ApiPrefix;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.HandshakeException;
import io.mainstay.protocol.handshake.ServerGreeting;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeFuzzTest {
    static Stream<Arguments> samples() {
        return Stream.of(
                        "API\0v100..200",
                        "v100..213 +PACEAPI",
                        "v178",
                        "213\00020260611 13:30:02 EST\0",
                        "GET / HTTP/1.1\r\n")
                .map(text -> Arguments.of((Object) text.getBytes(StandardCharsets.UTF_8)));
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "1s")
    void shouldUnderstandOrRefuseAnyFirstBytes(byte[] input) {
        Allocation.check(input.length, () -> {
            orRefuse(() -> prefix(input));
            orRefuse(() -> client(input));
            orRefuse(() -> server(input));
        });
    }

    private static void prefix(byte[] input) {
        int taken = new ApiPrefix().take(input, 0, input.length);
        if (taken > 4 || taken > input.length) {
            throw new AssertionError(taken + " bytes taken as a prefix");
        }
    }

    private static void client(byte[] input) {
        ClientGreeting greeting = ClientGreeting.parse(input, 0, input.length);
        byte[] encoded = greeting.encode();
        if (!ClientGreeting.parse(encoded, 8, encoded.length - 8).equals(greeting)) {
            throw new AssertionError(greeting + " comes back as another");
        }
    }

    private static void server(byte[] input) {
        ServerGreeting greeting = ServerGreeting.parse(input, 0, input.length);
        byte[] encoded = greeting.encode();
        if (!ServerGreeting.parse(encoded, 4, encoded.length - 4).equals(greeting)) {
            throw new AssertionError(greeting + " comes back as another");
        }
    }

    private static void orRefuse(Runnable parsing) {
        try {
            parsing.run();
        } catch (HandshakeException e) {
            // Refused, as the reader of such bytes is told that it may be.
        }
    }
}
