package io.mainstay.worker;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.util.regex.Pattern;

/** One event, one line: account numbers masked, control characters escaped. */
final class MaskingLayout extends LayoutBase<ILoggingEvent> {
    private static final Pattern ACCOUNT = Pattern.compile("\\b(D?[A-Z])\\d{2,}(\\d{2})\\b");

    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringBuilder(160);
        line.append(event.getInstant()).append(' ').append(event.getLevel()).append(' ');
        line.append(oneLine(mask(event.getFormattedMessage())));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.append(' ').append(oneLine(mask(ThrowableProxyUtil.asString(thrown))));
        }
        return line.append('\n').toString();
    }

    static String mask(String text) {
        return ACCOUNT.matcher(text).replaceAll("$1***$2");
    }

    private static String oneLine(String text) {
        var clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> clean.append("\\n");
                case '\r' -> clean.append("\\r");
                case '\t' -> clean.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        clean.append(String.format("\\u%04x", (int) c));
                    } else {
                        clean.append(c);
                    }
                }
            }
        }
        return clean.toString();
    }
}
