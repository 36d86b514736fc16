package io.mainstay.simulator.script;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A conversation and what must come of it. {@code documentation/simulator.md} describes the language.
 *
 * @param file the name that complaints begin with
 * @param title the behaviour, from the comment that it begins with
 * @param directBecause why it can only be run against a gateway itself; absent if a worker may be between
 * @param gateway what the gateway must be like, by the names of {@link GatewaySetup}
 * @param versions it is run at each; empty if the version does not matter
 */
public record Script(
        String file,
        String title,
        Optional<String> directBecause,
        Map<String, String> gateway,
        List<Integer> versions,
        List<Statement> statements) {
    /** The longest text that is read. */
    private static final long MOST_BYTES = 1 << 20;

    public Script {
        gateway = Map.copyOf(gateway);
        versions = List.copyOf(versions);
        statements = List.copyOf(statements);
    }

    /**
     * Reads a file.
     *
     * @throws ScriptException if it is no script; the text says where and why
     */
    public static Script read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (Files.size(file) > MOST_BYTES) {
            throw new ScriptException(name, 1, "longer than " + MOST_BYTES + " bytes");
        }
        try {
            return parse(name, Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new ScriptException(name, 1, "is not text in UTF-8");
        }
    }

    /**
     * Reads a text.
     *
     * @throws ScriptException if it is no script; the text says where and why
     */
    public static Script parse(String file, String text) {
        return new ScriptParser(file, text).parse();
    }

    /** Whether it switches faults or uses TWS's window, and so needs a simulator that it can reach. */
    public boolean needsControl() {
        return !gateway.isEmpty()
                || statements.stream()
                        .anyMatch(s -> s instanceof Statement.SwitchFault || s instanceof Statement.Window);
    }
}
