package io.mainstay.cli.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
    }

    @Test
    void shouldPreferTheEnvironmentToTheEnvFileToTheConfigurationFileAndSayWhereAValueStands() throws IOException {
        Files.writeString(folder.resolve(".env"), "IBKR_PORT=2\nSYMBOLS=AAPL,MSFT\n");
        Files.writeString(home.resolve("mainstay.conf"), "IBKR_PORT=3\nSYMBOLS=SPY\nRISK_MAX_OPEN_POSITIONS=5\n");
        Configuration all = load(Map.of("IBKR_PORT", "1", "SYMBOLS", " "));
        assertThat(all.find("IBKR_PORT")).contains(new Configuration.Value("1", "environment"));
        assertThat(all.find("SYMBOLS"))
                .contains(new Configuration.Value(
                        "AAPL,MSFT", folder.resolve(".env").toString()));
        assertThat(all.find("RISK_MAX_OPEN_POSITIONS"))
                .hasValueSatisfying(v -> assertThat(v.origin()).endsWith("mainstay.conf"));
        assertThat(all.find("IBKR_HOST")).isEmpty();
    }

    @Test
    void shouldReadQuotesCommentsAndExport() throws IOException {
        Files.writeString(
                folder.resolve(".env"),
                "# a comment\n\nexport A=1 # one\nB=\"two # words\" # said\nC='x=y'\nD = spaced\nE=\n");
        Configuration all = load(Map.of());
        assertThat(all.find("A").orElseThrow().text()).isEqualTo("1");
        assertThat(all.find("B").orElseThrow().text()).isEqualTo("two # words");
        assertThat(all.find("C").orElseThrow().text()).isEqualTo("x=y");
        assertThat(all.find("D").orElseThrow().text()).isEqualTo("spaced");
        assertThat(all.find("E")).isEmpty();
    }

    @Test
    void shouldNameTheFileAndTheLineThatItCannotUnderstand() throws IOException {
        Files.writeString(folder.resolve(".env"), "A=1\nwhat is this\n");
        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(".env, line 2: KEY=value expected");
        Files.writeString(folder.resolve(".env"), "A=\"open\n");
        assertThatThrownBy(() -> load(Map.of())).hasMessageContaining("quotes don't match");
        Files.write(folder.resolve(".env"), new byte[] {'A', '=', (byte) 0xFF, '\n'});
        assertThatThrownBy(() -> load(Map.of())).hasMessageContaining("not UTF-8");
        Files.delete(folder.resolve(".env"));
        Files.createDirectory(folder.resolve(".env"));
        assertThatThrownBy(() -> load(Map.of())).hasMessageContaining("is not a file");
    }

    private Configuration load(Map<String, String> environment) {
        return Configuration.load(environment, folder, home);
    }
}
