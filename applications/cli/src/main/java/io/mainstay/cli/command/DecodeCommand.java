package io.mainstay.cli.command;

import io.mainstay.cli.decode.Decoder;
import io.mainstay.cli.decode.Direction;
import io.mainstay.cli.decode.Input;
import io.mainstay.cli.decode.InputException;
import io.mainstay.cli.decode.JsonOutput;
import io.mainstay.cli.decode.Output;
import io.mainstay.cli.decode.RecordedSessions;
import io.mainstay.cli.decode.TextOutput;
import io.mainstay.protocol.message.MessageCodec;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code mainstay decode}: captured bytes as messages. */
final class DecodeCommand implements Command {
    private static final int NOT_ALL_EXPLAINED = 1;
    private static final int LARGEST_VERSION = 999;

    @Override
    public String name() {
        return "decode";
    }

    @Override
    public List<String> about() {
        return List.of(
                "Prints what one side of a TWS session sent, message by message and field by field.",
                "HEX is one payload without its length; FILE is a capture of one direction, hexadecimal text with a"
                        + " payload a line, or a recording of \"mainstay record\"; - is standard input. Error codes, tick"
                        + " types and other numbers are told with their meaning.",
                "Exits with 1 if anything is left over or can't be read; what comes behind it is read all the same.");
    }

    @Override
    public Options options() {
        var options = new Options();
        Flags.addValue(
                options,
                "--server-version",
                "N",
                "The version that the gateway chose; a gateway's greeting in the capture tells it too.");
        Flags.addValue(
                options, "--direction", "in|out", "Who sent it: in is the gateway, out the client (default: guessed).");
        Flags.addSwitch(options, "--json", "Standard output is one JSON document, an object for each message.");
        return options;
    }

    @Override
    public String words() {
        return "HEX|FILE|-...";
    }

    @Override
    public int run(Arguments arguments) throws IOException {
        if (arguments.words().isEmpty()) {
            throw new UsageException("say what to decode: hexadecimal digits, a file, or - for standard input");
        }
        Integer version = version(arguments);
        Direction direction = direction(arguments);
        Writer out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        Output output = arguments.has("--json") ? new JsonOutput(out) : new TextOutput(out);
        boolean clean = true;
        try {
            for (String word : arguments.words()) {
                Path recording = file(word);
                if (recording != null && RecordedSessions.isRecording(recording)) {
                    var sessions = new RecordedSessions(output);
                    sessions.decode(recording);
                    clean &= sessions.clean();
                    continue;
                }
                var decoder = new Decoder(version, direction, output);
                decode(word, new Input(decoder));
                clean &= decoder.clean();
            }
        } catch (InputException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } finally {
            output.end();
        }
        return clean ? 0 : NOT_ALL_EXPLAINED;
    }

    private static void decode(String word, Input input) throws IOException {
        if (word.equals("-")) {
            input.stream(System.in);
            return;
        }
        Path file = file(word);
        if (file != null) {
            try (InputStream in = Files.newInputStream(file)) {
                input.stream(in);
            }
        } else if (Input.isHex(word)) {
            input.hex(word);
        } else {
            throw new UsageException("\"" + word + "\" is neither a file that can be read nor hexadecimal digits");
        }
    }

    private static @Nullable Path file(String word) {
        try {
            Path path = Path.of(word);
            return Files.isReadable(path) && !Files.isDirectory(path) ? path : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static @Nullable Integer version(Arguments arguments) {
        if (!arguments.has("--server-version")) {
            return null;
        }
        long version = Numbers.whole(
                "--server-version", arguments.text("--server-version").orElseThrow());
        if (version < MessageCodec.OLDEST_VERSION || version > LARGEST_VERSION) {
            throw new UsageException("--server-version must be " + MessageCodec.OLDEST_VERSION + " to "
                    + LARGEST_VERSION + ", not " + version);
        }
        return Math.toIntExact(version);
    }

    private static @Nullable Direction direction(Arguments arguments) {
        String text = arguments.text("--direction").orElse("");
        return switch (text) {
            case "" -> null;
            case "in" -> Direction.IN;
            case "out" -> Direction.OUT;
            default -> throw new UsageException("--direction must be in or out, not \"" + text + "\"");
        };
    }
}
