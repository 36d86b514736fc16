package io.mainstay.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.runner.settings.Setting;
import io.mainstay.runner.settings.SettingsCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
    private static final Path PAGE = Path.of("../../documentation/settings.md");

    @Test
    void shouldHaveAPageThatSaysWhatTheCatalogueSays() throws IOException {
        Path written = Path.of("target/settings.md");
        Files.writeString(written, page());
        assertThat(PAGE).as("copy applications/cli/%s there", written).hasContent(page());
    }

    private static String page() {
        var page = new StringBuilder("""
                # Settings of `mainstay run`

                A value comes from its flag, else from the environment, else from `.env` in the working folder, else from
                `mainstay.conf` in the state folder (`KEY=value` lines both), else it is the default. The worker's own
                settings, rules and tokens: [worker.md](worker.md).

                | flag | key | default | meaning |
                |---|---|---|---|
                """);
        for (Setting setting : SettingsCatalogue.kept()) {
            page.append("| ")
                    .append(setting.flag().map(SettingsPageTest::code).orElse(""))
                    .append(" | ")
                    .append(setting.environmentKey().map(SettingsPageTest::code).orElse(""))
                    .append(" | ")
                    .append(setting.defaultValue())
                    .append(" | ")
                    .append(setting.meaning())
                    .append(" |\n");
        }
        page.append("""

                ## Flags and keys of the Python system that were dropped

                | flag or key | why |
                |---|---|
                """);
        for (Setting setting : SettingsCatalogue.all()) {
            setting.droppedBecause()
                    .ifPresent(reason -> page.append("| ")
                            .append(code(
                                    setting.flag().or(setting::environmentKey).orElse(setting.name())))
                            .append(" | ")
                            .append(reason)
                            .append(" |\n"));
        }
        return page.toString();
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
