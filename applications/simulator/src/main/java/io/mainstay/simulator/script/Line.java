package io.mainstay.simulator.script;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a script as words. Blanks part them, but not within double quotes; a hash at the begin of a word begins a
 * comment. Words are taken from the front.
 */
final class Line {
    private final String file;
    private final int number;
    private final List<String> words;

    Line(String file, int number, String text) {
        this.file = file;
        this.number = number;
        this.words = split(text);
    }

    int number() {
        return number;
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** The next word, which must be there. */
    String take(String what) {
        if (words.isEmpty()) {
            throw wrong(what + " is missing");
        }
        return words.removeFirst();
    }

    /** Takes the next word if it is this one. */
    boolean takeIf(String word) {
        boolean is = !words.isEmpty() && words.getFirst().equals(word);
        if (is) {
            words.removeFirst();
        }
        return is;
    }

    /** The client that the line is about: a capital letter, A if none is named. */
    String client() {
        return !words.isEmpty() && words.getFirst().matches("[A-Z]") ? words.removeFirst() : "A";
    }

    /** What is left, which is taken. */
    List<String> rest() {
        List<String> rest = List.copyOf(words);
        words.clear();
        return rest;
    }

    /** Complains about what nobody took. */
    void end() {
        if (!words.isEmpty()) {
            throw wrong("nothing is known of \"" + words.getFirst() + "\" here");
        }
    }

    ScriptException wrong(String message) {
        return new ScriptException(file, number, message);
    }

    private List<String> split(String text) {
        var found = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inWord = false;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
                inWord = true;
            } else if (!quoted && (c == ' ' || c == '\t' || c == '\r')) {
                if (inWord) {
                    found.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else if (!quoted && !inWord && c == '#') {
                return found;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quoted) {
            throw wrong("a quote is not ended");
        }
        if (inWord) {
            found.add(word.toString());
        }
        return found;
    }
}
