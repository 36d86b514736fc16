package io.mainstay.cli.command;

import io.mainstay.cli.configuration.Configuration;
import io.mainstay.runner.settings.Setting;
import io.mainstay.runner.settings.SettingsCatalogue;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The settings' texts: what the command line says, else what the {@link Configuration} says. */
final class Settings {
    private final Configuration configuration;
    private final Path home;

    private Settings(Configuration configuration, Path home) {
        this.configuration = configuration;
        this.home = home;
    }

    static Settings load() {
        Map<String, String> environment = System.getenv();
        String named = environment.getOrDefault("MAINSTAY_HOME", "");
        Path home = named.isBlank() ? Path.of(System.getProperty("user.home"), ".mainstay") : Path.of(named);
        return new Settings(
                Configuration.load(environment, Path.of("").toAbsolutePath(), home.toAbsolutePath()),
                home.toAbsolutePath());
    }

    /** The folder of all state, sockets and logs. */
    Path home() {
        return home;
    }

    /**
     * The texts that were given, by {@link Setting#name}.
     *
     * @param arguments the command line, whose flags bear the catalogue's names
     */
    Map<String, String> texts(Arguments arguments) {
        var texts = new HashMap<String, String>();
        for (Setting setting : SettingsCatalogue.kept()) {
            setting.environmentKey()
                    .flatMap(configuration::find)
                    .ifPresent(value -> texts.put(setting.name(), value.text()));
            setting.flag()
                    .filter(arguments::has)
                    .ifPresent(flag ->
                            texts.put(setting.name(), arguments.text(flag).orElse("true")));
        }
        return texts;
    }
}
