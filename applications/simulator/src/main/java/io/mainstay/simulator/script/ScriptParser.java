package io.mainstay.simulator.script;

import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.simulator.fields.FieldNameException;
import io.mainstay.simulator.fields.MessageKinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads one script. */
final class ScriptParser {
    /** How long what is expected may take unless the script says otherwise. */
    private static final Duration WITHIN = Duration.ofSeconds(1);

    private static final Pattern CHECK =
            Pattern.compile("([A-Za-z0-9_.\\[\\]*]+?)(!=|<=|>=|=|<|>|~)(.*)", Pattern.DOTALL);
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private final String file;
    private final List<Line> lines = new ArrayList<>();
    private final String title;
    private final List<Statement> statements = new ArrayList<>();
    private final Map<String, String> gateway = new LinkedHashMap<>();
    private final List<Integer> versions = new ArrayList<>();
    private String directBecause = "";

    ScriptParser(String file, String text) {
        this.file = file;
        String[] split = text.split("\n", -1);
        for (int i = 0; i < split.length; i++) {
            lines.add(new Line(file, i + 1, split[i]));
        }
        title = split[0].replaceFirst("^#+", "").trim();
        if (!split[0].startsWith("#") || title.isEmpty()) {
            throw new ScriptException(file, 1, "the first line must be a comment that says what behaviour this is");
        }
    }

    Script parse() {
        while (!lines.isEmpty()) {
            Line line = lines.removeFirst();
            if (!line.isEmpty()) {
                statement(line);
                line.end();
            }
        }
        if (statements.isEmpty()) {
            throw new ScriptException(file, 1, "nothing is done in it");
        }
        return new Script(
                file,
                title,
                directBecause.isEmpty() ? Optional.empty() : Optional.of(directBecause),
                gateway,
                versions,
                statements);
    }

    private void statement(Line line) {
        String verb = line.take("a verb");
        int at = line.number();
        switch (verb) {
            case "direct" -> direct(line);
            case "gateway" -> gateway.putAll(pairs(line));
            case "for" -> versions(line);
            case "open" -> statements.add(new Statement.Open(at, line.client()));
            case "greet" -> statements.add(greet(line));
            case "connect" -> statements.add(connect(line));
            case "send" -> statements.add(send(line));
            case "expect" -> statements.add(expect(line));
            case "next" -> {
                String client = line.client();
                List<String> words = new ArrayList<>(line.rest());
                Duration within = trailing(line, words, "within", WITHIN);
                statements.add(new Statement.Expect(at, client, pattern(line, words), true, within));
            }
            case "drop" -> statements.add(new Statement.Drop(at, line.client()));
            case "advance" -> statements.add(new Statement.Advance(at, duration(line, line.take("a duration"))));
            case "fault" -> {
                boolean on = onOrOff(line);
                statements.add(new Statement.SwitchFault(at, line.take("a fault"), on));
            }
            case "cut" -> statements.add(new Statement.End(at, line.client(), false));
            case "reset" -> statements.add(new Statement.End(at, line.client(), true));
            case "raw" -> statements.add(raw(line));
            case "frame" -> statements.add(new Statement.Frame(at, line.client(), String.join(" ", line.rest())));
            case "tws" -> statements.add(window(line));
            default ->
                throw line.wrong("there is no verb \"" + verb
                        + "\"; known are direct, gateway, for, open, greet, connect, send, expect, next, drop, advance,"
                        + " fault, cut, reset, raw, frame and tws");
        }
    }

    private void direct(Line line) {
        if (!line.takeIf("because")) {
            throw line.wrong("say why: direct because ...");
        }
        directBecause = String.join(" ", line.rest());
        if (directBecause.isEmpty()) {
            throw line.wrong("the reason is missing");
        }
    }

    private void versions(Line line) {
        if (!line.takeIf("version") || !line.takeIf("in")) {
            throw line.wrong("for version in 100 157 ... is how it is written");
        }
        for (String word : line.rest()) {
            int version = number(line, word);
            if (version < MessageCodec.OLDEST_VERSION || version > MessageCodec.NEWEST_VERSION) {
                throw line.wrong("version " + version + " is not one of " + MessageCodec.OLDEST_VERSION + " to "
                        + MessageCodec.NEWEST_VERSION);
            }
            versions.add(version);
        }
        if (versions.isEmpty()) {
            throw line.wrong("no version is named");
        }
    }

    private Statement greet(Line line) {
        String client = line.client();
        String[] range = line.take("a range of versions").split("\\.\\.", -1);
        if (range.length > 2) {
            throw line.wrong("a range of versions is 100..178 or 178");
        }
        return new Statement.Greet(
                line.number(), client, range[0], range[range.length - 1], String.join(" ", line.rest()));
    }

    private Statement connect(Line line) {
        String client = line.client();
        Map<String, String> given = pairs(line);
        String id = given.remove("id");
        String version = given.remove("version");
        String next = given.remove("next");
        if (id == null || !given.isEmpty()) {
            throw line.wrong("connect takes id=N and, if wanted, version=N and next=$name");
        }
        if (next != null && !next.startsWith("$")) {
            throw line.wrong("next=$name takes a variable");
        }
        return new Statement.Connect(
                line.number(), client, id, version == null ? "" : version, next == null ? "" : next.substring(1));
    }

    private Statement send(Line line) {
        String client = line.client();
        String name = line.take("a message");
        Map<String, String> fields = pairs(line);
        // With every variable a number that fits anywhere: a mistyped name is told before anything is sent.
        var tried = new LinkedHashMap<String, String>();
        fields.forEach((path, value) -> tried.put(path, value.startsWith("$") ? "1" : value));
        named(line, () -> MessageKinds.outgoing(name, tried));
        return new Statement.Send(line.number(), client, name, fields);
    }

    private Statement expect(Line line) {
        String client = line.client();
        int at = line.number();
        if (line.takeIf("nothing")) {
            List<String> words = new ArrayList<>(line.rest());
            Duration during = trailing(line, words, "for", Duration.ZERO);
            none(line, words);
            return new Statement.ExpectNone(at, client, Optional.empty(), during);
        }
        if (line.takeIf("no")) {
            List<String> words = new ArrayList<>(line.rest());
            Duration during = trailing(line, words, "for", Duration.ZERO);
            return new Statement.ExpectNone(at, client, Optional.of(pattern(line, words)), during);
        }
        List<String> words = new ArrayList<>(line.rest());
        Duration within = trailing(line, words, "within", WITHIN);
        if (words.equals(List.of("closed"))) {
            return new Statement.ExpectClosed(at, client, within);
        }
        if (words.equals(List.of("in", "any", "order"))) {
            return new Statement.ExpectAll(at, client, block(line), within);
        }
        if (words.size() == 2 && words.getFirst().equals("greeting")) {
            return new Statement.ExpectGreeting(at, client, words.get(1), within);
        }
        return new Statement.Expect(at, client, pattern(line, words), false, within);
    }

    private List<MessagePattern> block(Line begin) {
        var patterns = new ArrayList<MessagePattern>();
        while (!lines.isEmpty()) {
            Line line = lines.removeFirst();
            if (line.takeIf("end")) {
                line.end();
                if (patterns.isEmpty()) {
                    throw begin.wrong("no message is named before its end");
                }
                return patterns;
            }
            if (!line.isEmpty()) {
                patterns.add(pattern(line, line.rest()));
            }
        }
        throw begin.wrong("its end is missing");
    }

    private MessagePattern pattern(Line line, List<String> words) {
        if (words.isEmpty()) {
            throw line.wrong("a message is missing");
        }
        String name = words.getFirst();
        Class<? extends Record> kind = named(line, () -> MessageKinds.incoming(name));
        var checks = new ArrayList<Check>();
        for (String word : words.subList(1, words.size())) {
            Matcher check = CHECK.matcher(word);
            if (!check.matches()) {
                throw line.wrong("\"" + word + "\" is not a field, an operator and a value");
            }
            named(line, () -> MessageKinds.checkPath(kind, check.group(1)));
            if (check.group(2).equals("~")) {
                compiles(line, check.group(3));
            }
            checks.add(new Check(check.group(1), check.group(2), check.group(3)));
        }
        return new MessagePattern(line.number(), name, checks);
    }

    private static void compiles(Line line, String expression) {
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw line.wrong("\"" + expression + "\" is no regular expression: " + e.getDescription());
        }
    }

    private Statement raw(Line line) {
        String client = line.client();
        String hex = String.join("", line.rest());
        if (hex.isEmpty() || hex.length() % 2 != 0 || !hex.matches("[0-9A-Fa-f]*")) {
            throw line.wrong("raw takes whole bytes in hexadecimal digits");
        }
        return new Statement.Raw(line.number(), client, hex);
    }

    private Statement window(Line line) {
        String word = line.take("what the user does");
        Statement.WindowAct act;
        try {
            act = Statement.WindowAct.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw line.wrong("tws enters, cancels, corrects or publishes, not \"" + word + "\"");
        }
        return new Statement.Window(line.number(), act, pairs(line));
    }

    private static Map<String, String> pairs(Line line) {
        var pairs = new LinkedHashMap<String, String>();
        for (String word : line.rest()) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw line.wrong("\"" + word + "\" is not NAME=VALUE");
            }
            if (pairs.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw line.wrong(word.substring(0, equals) + " is given twice");
            }
        }
        return pairs;
    }

    /** Takes {@code word DURATION} from the end. */
    private static Duration trailing(Line line, List<String> words, String word, Duration otherwise) {
        int at = words.size() - 2;
        if (at < 0 || !words.get(at).equals(word)) {
            return otherwise;
        }
        Duration duration = duration(line, words.get(at + 1));
        words.subList(at, words.size()).clear();
        return duration;
    }

    private static void none(Line line, List<String> words) {
        if (!words.isEmpty()) {
            throw line.wrong("nothing is known of \"" + words.getFirst() + "\" here");
        }
    }

    private static boolean onOrOff(Line line) {
        String word = line.take("on or off");
        if (!word.equals("on") && !word.equals("off")) {
            throw line.wrong("fault on NAME or fault off NAME");
        }
        return word.equals("on");
    }

    private static Duration duration(Line line, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw line.wrong("\"" + text + "\" is no duration such as 20ms, 5s, 3m or 8h");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    private static int number(Line line, String text) {
        if (!text.matches("\\d{1,6}")) {
            throw line.wrong("\"" + text + "\" is no number");
        }
        return Integer.parseInt(text);
    }

    /** Does something with names, and says where they stand if there are no such. */
    private static <T> T named(Line line, java.util.function.Supplier<T> action) {
        try {
            return action.get();
        } catch (FieldNameException e) {
            throw line.wrong(String.valueOf(e.getMessage()));
        }
    }
}
