package io.mainstay.cli.command;

import io.mainstay.runner.settings.Setting;
import io.mainstay.runner.settings.SettingsCatalogue;
import java.util.List;
import org.apache.commons.cli.Options;

/** The flags of the settings' catalogue as flags of a command, so that each setting is described in one place. */
final class SettingOptions {
    private static final List<String> SWITCHES = List.of("--once", "--confirm-live");

    private SettingOptions() {}

    /** Adds every flag of the catalogue. */
    static void addAll(Options options) {
        for (Setting setting : SettingsCatalogue.kept()) {
            setting.flag().ifPresent(flag -> add(options, setting, flag));
        }
    }

    private static void add(Options options, Setting setting, String flag) {
        String meaning = Character.toUpperCase(setting.meaning().charAt(0))
                + setting.meaning().substring(1);
        if (SWITCHES.contains(flag)) {
            Flags.addSwitch(options, flag, meaning + ".");
            return;
        }
        String key = setting.environmentKey().map(k -> k + ", ").orElse("");
        String absent = setting.defaultValue().isEmpty() ? "none" : setting.defaultValue();
        Flags.addValue(options, flag, "VALUE", meaning + " (default: " + key + absent + ").");
    }
}
