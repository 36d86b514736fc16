package io.mainstay.protocol.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.generator.SchemaParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
    private static final Path SCHEMA = Path.of("src/main/schema/tws.schema");
    private static final Path PAGE = Path.of("../../documentation/messages.md");

    @Test
    void shouldHaveAPageThatSaysWhatTheDescriptionsSay() throws IOException {
        String page = ReferencePage.of(SchemaParser.parse(Files.readAllLines(SCHEMA)));
        Path written = Path.of("target/messages.md");
        Files.writeString(written, page);
        assertThat(Files.readString(PAGE).equals(page))
                .as(
                        "%s is out of date; renew it with: cp libraries/protocol/%s documentation/messages.md",
                        PAGE.normalize(), written)
                .isTrue();
    }
}
