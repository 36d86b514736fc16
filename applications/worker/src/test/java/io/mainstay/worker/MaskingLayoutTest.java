package io.mainstay.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;

class MaskingLayoutTest {
    @Test
    void shouldMaskAccountsOfEveryKind() {
        assertThat(MaskingLayout.mask("DU1234567 and U7654321, F1234567; DF1234567"))
                .isEqualTo("DU***67 and U***21, F***67; DF***67");
    }

    @Test
    void shouldLeaveOrdinaryWordsAlone() {
        String text = "upstream READY epoch=12 clientId=7 AAPL 189.50 0000e0d5.6a1b.01.01";
        assertThat(MaskingLayout.mask(text)).isEqualTo(text);
    }

    @Test
    void shouldKeepAnEventOnOneLineWhateverItSays() {
        var context = new LoggerContext();
        var event = new LoggingEvent(
                "x",
                context.getLogger("x"),
                Level.INFO,
                "first\r\nforged \u001b[31mline DU1234567",
                new IllegalStateException("in U7654321"),
                null);
        String line = new MaskingLayout().doLayout(event);
        assertThat(line).endsWith("\n");
        assertThat(line.substring(0, line.length() - 1)).doesNotContain("\n", "\r", "\u001b", "1234567", "7654321");
    }
}
