package io.mainstay.cli.configuration;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of {@code KEY=value} lines, as shells and the usual {@code .env} readers know it: comments begin with {@code
 * #}, a value may stand in quotes, {@code export} may stand in front. Nothing is expanded.
 */
final class SettingsFile {
    private static final long LARGEST_BYTES = 1 << 20;
    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");

    private SettingsFile() {}

    static Map<String, String> read(Path path) {
        List<String> lines;
        try {
            if (!Files.isRegularFile(path)) {
                throw new ConfigurationException(path + " is not a file; move it away or make it a settings file");
            }
            if (Files.size(path) > LARGEST_BYTES) {
                throw new ConfigurationException(path + " is larger than 1 MiB, which no settings file is");
            }
            lines = Files.readAllLines(path);
        } catch (AccessDeniedException e) {
            throw new ConfigurationException(path
                    + " can't be read: permission denied; make it readable for this user (chmod 600) or move it away");
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(path + " is not UTF-8 text");
        } catch (IOException e) {
            throw new ConfigurationException(path + " can't be read: " + e.getMessage());
        }
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher setting = LINE.matcher(line);
            if (!setting.matches()) {
                throw new ConfigurationException(path + ", line " + (i + 1) + ": KEY=value expected");
            }
            values.put(setting.group(1), value(setting.group(2), path, i + 1));
        }
        return values;
    }

    private static String value(String text, Path path, int line) {
        if (text.startsWith("\"") || text.startsWith("'")) {
            int end = text.indexOf(text.charAt(0), 1);
            String after = end < 0 ? "" : text.substring(end + 1).strip();
            if (end < 0 || !(after.isEmpty() || after.startsWith("#"))) {
                throw new ConfigurationException(path + ", line " + line + ": the value's quotes don't match");
            }
            return text.substring(1, end);
        }
        int comment = text.indexOf(" #");
        return (comment < 0 ? text : text.substring(0, comment)).strip();
    }
}
