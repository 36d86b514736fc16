package io.mainstay.cli.configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings that stand outside the command line. Immutable. */
public final class Configuration {
    private record Source(String name, Map<String, String> values) {}

    /**
     * One setting's value.
     *
     * @param origin where it stands, such as {@code environment} or a file's path
     */
    public record Value(String text, String origin) {}

    private final List<Source> sources;

    private Configuration(List<Source> sources) {
        this.sources = sources;
    }

    /**
     * Reads everything that may hold settings: the environment, {@code .env} of the working folder, and {@code
     * mainstay.conf} of the state folder. The two files may be missing.
     *
     * @throws ConfigurationException if one is there and can't be read or understood
     */
    public static Configuration load(Map<String, String> environment, Path workingFolder, Path home) {
        return new Configuration(List.of(
                new Source("environment", environment),
                file(workingFolder.resolve(".env")),
                file(home.resolve("mainstay.conf"))));
    }

    /** The value of a key; one that is empty counts as not there. */
    public Optional<Value> find(String key) {
        for (Source source : sources) {
            String text = source.values().get(key);
            if (text != null && !text.isBlank()) {
                return Optional.of(new Value(text.strip(), source.name()));
            }
        }
        return Optional.empty();
    }

    private static Source file(Path path) {
        return new Source(path.toString(), Files.exists(path) ? SettingsFile.read(path) : new LinkedHashMap<>());
    }
}
