package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Captured bytes, made readable by the command. */
class DecodeTest {
    private static final String GREETING = "0000001a3230300032303236303631312031333a33303a30322045535400";
    private static final String NEXT_VALID_ID = "000000083900310033373900";
    private static final String NOT_SUBSCRIBED = "3400370033353400" + "6e6f00" + "00" + "3000";

    @Test
    void shouldPrintACaptureAndExitWithZeroWhenAllOfItIsExplained() throws IOException {
        try (var home = new Home()) {
            Files.write(home.workingFolder().resolve("capture"), HexFormat.of().parseHex(GREETING + NEXT_VALID_ID));
            CommandResult decoded = home.run("decode", "capture");
            assertThat(decoded.exitCode()).as(decoded.stderr()).isZero();
            assertThat(decoded.stdout()).contains("serverVersion: 200", "NEXT_VALID_ID (9)", "orderId: 379");
        }
    }

    @Test
    void shouldWriteOneDocumentAndExitWithOneWhenBytesAreLeftOver() {
        try (var home = new Home()) {
            CommandResult decoded =
                    home.run("decode", "--server-version", "200", "--json", NOT_SUBSCRIBED, NOT_SUBSCRIBED + "7800");
            assertThat(decoded.exitCode()).as(decoded.stderr()).isEqualTo(1);
            Json document = Json.of(decoded.json());
            assertThat(document.all("messages")).hasSize(2).allSatisfy(message -> {
                assertThat(message.text("name")).isEqualTo("ERR_MSG");
                assertThat(message.at("fields").number("errorCode")).isEqualTo(354);
                assertThat(message.at("meanings").text("errorCode")).contains("not subscribed");
            });
            assertThat(document.all("leftover"))
                    .singleElement()
                    .satisfies(rest -> assertThat(rest.text("what")).isEqualTo("x"));
        }
    }

    @Test
    void shouldSayWhatIsMissingForACommandLineThatCannotBeDone() {
        try (var home = new Home()) {
            assertThat(home.run("decode", "390031003100").exitCode()).isEqualTo(2);
            CommandResult wrong = home.run("decode", "--server-version", "200", "no-such-file");
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.stderr()).contains("no-such-file");
        }
    }
}
