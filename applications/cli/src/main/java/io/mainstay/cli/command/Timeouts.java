package io.mainstay.cli.command;

import io.mainstay.runner.settings.InvalidSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The deadline of a gateway's handshake, in seconds as the original had it. */
final class Timeouts {
    private static final int LONGEST_SECONDS = 600;

    private Timeouts() {}

    /** How long a run waits for its attachment: a little longer than the worker for the gateway, to hear its verdict. */
    static Duration connect(Map<String, String> texts) {
        return handshake(texts).plusSeconds(1);
    }

    static Duration handshake(Map<String, String> texts) {
        String text = texts.getOrDefault("timeout", "10");
        if (text.matches("\\d{1,3}")) {
            int seconds = Integer.parseInt(text);
            if (seconds >= 1 && seconds <= LONGEST_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        }
        throw new InvalidSettings(
                List.of("IBKR_TIMEOUT must be 1 to " + LONGEST_SECONDS + " seconds, not \"" + text + "\""));
    }
}
