package io.mainstay.client.session;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says about its gateway connection, in the reject field of an error:
 * {@code {"mainstay":{"cause":"MUTE","exit":11,"sinceMs":1200,"retryInMs":800}}}.
 *
 * @param cause one word, such as {@code NOTHING_LISTENS}
 * @param exit the exit code for a command that ends with it; 0 if not said
 * @param sinceMs how long it has been so, in milliseconds; -1 if not said
 * @param retryInMs until the worker tries again, in milliseconds; -1 if not said
 */
public record WorkerCause(String cause, int exit, long sinceMs, long retryInMs) {
    private static final int LONGEST = 4096;

    /** Reads the form above, in any order and with members it does not know; null if it is something else. */
    public static @Nullable WorkerCause parse(String json) {
        if (json.length() > LONGEST || json.indexOf("\"mainstay\"") < 0) {
            return null;
        }
        var scanner = new Scanner(json);
        if (!scanner.take('{') || !"mainstay".equals(scanner.string()) || !scanner.take(':') || !scanner.take('{')) {
            return null;
        }
        Map<String, String> members = scanner.flatMembers();
        if (members == null || !scanner.take('}') || !scanner.atEnd()) {
            return null;
        }
        String cause = members.get("cause");
        return cause == null
                ? null
                : new WorkerCause(
                        cause,
                        (int) number(members, "exit", 0),
                        number(members, "sinceMs", -1),
                        number(members, "retryInMs", -1));
    }

    private static long number(Map<String, String> members, String name, long absent) {
        String text = members.getOrDefault(name, "");
        long value = 0;
        if (text.isEmpty() || text.length() > 15) {
            return absent;
        }
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return absent;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Reads a flat object of strings, numbers and words; enough for this form, and nothing more. */
    private static final class Scanner {
        private final String json;
        private int at;

        Scanner(String json) {
            this.json = json;
        }

        boolean take(char wanted) {
            skipBlanks();
            if (at < json.length() && json.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        boolean atEnd() {
            skipBlanks();
            return at == json.length();
        }

        @Nullable
        String string() {
            if (!take('"')) {
                return null;
            }
            var text = new StringBuilder();
            while (at < json.length()) {
                char c = json.charAt(at++);
                if (c == '"') {
                    return text.toString();
                }
                if (c == '\\' && at < json.length()) {
                    c = json.charAt(at++);
                }
                text.append(c);
            }
            return null;
        }

        /** The members up to the closing brace; null if they are not flat. */
        @Nullable
        Map<String, String> flatMembers() {
            var members = new HashMap<String, String>();
            if (take('}')) {
                return members;
            }
            do {
                String name = string();
                if (name == null || !take(':')) {
                    return null;
                }
                skipBlanks();
                String value = at < json.length() && json.charAt(at) == '"' ? string() : word();
                if (value == null) {
                    return null;
                }
                members.put(name, value);
            } while (take(','));
            return take('}') ? members : null;
        }

        private @Nullable String word() {
            int from = at;
            while (at < json.length() && "-+.".indexOf(json.charAt(at)) >= 0
                    || at < json.length() && Character.isLetterOrDigit(json.charAt(at))) {
                at++;
            }
            return at == from ? null : json.substring(from, at);
        }

        private void skipBlanks() {
            while (at < json.length() && json.charAt(at) <= ' ') {
                at++;
            }
        }
    }
}
