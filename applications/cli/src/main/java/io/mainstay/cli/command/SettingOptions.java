package io.mainstay.cli.command;

import io.mainstay.runner.settings.Setting;
import io.mainstay.runner.settings.SettingsCatalogue;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags of the settings' catalogue as options of a command, so that each setting is described in one place. */
final class SettingOptions {
    private static final List<String> SWITCHES = List.of("--once", "--confirm-live");

    private SettingOptions() {}

    /** Adds every flag of the catalogue. */
    static void addAll(CommandSpec command) {
        for (Setting setting : SettingsCatalogue.kept()) {
            setting.flag().ifPresent(flag -> command.addOption(option(setting, flag)));
        }
    }

    private static OptionSpec option(Setting setting, String flag) {
        String key = setting.environmentKey().map(k -> k + ", ").orElse("");
        String absent = setting.defaultValue().isEmpty() ? "none" : setting.defaultValue();
        boolean isSwitch = SWITCHES.contains(flag);
        OptionSpec.Builder option = OptionSpec.builder(flag)
                .description(capital(setting.meaning()) + (isSwitch ? "." : " (default: " + key + absent + ")."));
        return isSwitch
                ? option.type(boolean.class).arity("0").build()
                : option.type(String.class).arity("1").paramLabel("VALUE").build();
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
