package io.mainstay.runner.settings;

import java.util.Optional;

/**
 * One flag or environment key: kept, with its default, or dropped, with the reason.
 *
 * @param name the key of its value for {@link SettingsReader}; for dropped ones what it was called
 * @param flag on the command line
 * @param environmentKey in the environment, {@code .env} and configuration files
 * @param defaultValue as text; empty for none
 * @param droppedBecause absent if it is kept
 */
public record Setting(
        String name,
        Optional<String> flag,
        Optional<String> environmentKey,
        String defaultValue,
        String meaning,
        Optional<String> droppedBecause) {

    public boolean kept() {
        return droppedBecause.isEmpty();
    }
}
