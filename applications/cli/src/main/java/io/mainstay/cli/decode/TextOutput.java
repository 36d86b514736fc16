package io.mainstay.cli.decode;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** For eyes: a message's fields on a line each, structures indented, and what is absent or empty named at the end. */
public final class TextOutput implements Output {
    private final Writer out;
    private boolean saidThatDirectionIsGuessed;

    /** Writes there, and flushes at the end. */
    public TextOutput(Writer out) {
        this.out = out;
    }

    @Override
    public void message(Decoded message) throws IOException {
        if (message.directionGuessed() && !saidThatDirectionIsGuessed) {
            saidThatDirectionIsGuessed = true;
            line("", "# the direction is guessed from the bytes; --direction in (from the gateway) or out says it");
        }
        Integer id = message.id();
        line(
                "",
                (message.direction() == Direction.IN ? "in  " : "out ") + message.name()
                        + (id == null ? "" : " (" + id + ")") + ", " + message.dialect() + ", " + message.lengthBytes()
                        + " bytes at offset " + message.offset());
        Record body = message.body();
        if (body == null) {
            line("  ", "! " + message.problem());
        } else {
            fields(body, "  ");
        }
        for (String rest : message.leftover()) {
            line("  ", "! left over: " + quoted(rest));
        }
    }

    @Override
    public void damage(long offset, String what) throws IOException {
        line("", "! at offset " + offset + ": " + what);
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }

    private void fields(Record body, String indent) throws IOException {
        var absent = new ArrayList<String>();
        for (Map.Entry<String, @Nullable Object> field : Fields.of(body).entrySet()) {
            Object value = field.getValue();
            if (value == null || value.equals("") || value.equals(List.of())) {
                absent.add(field.getKey());
            } else {
                field(body.getClass(), field.getKey(), value, indent);
            }
        }
        if (!absent.isEmpty()) {
            line(indent, "(absent or empty: " + String.join(", ", absent) + ")");
        }
    }

    private void field(Class<?> owner, String name, Object value, String indent) throws IOException {
        switch (value) {
            case Record structure -> {
                line(indent, name + ":");
                fields(structure, indent + "  ");
            }
            case List<?> list -> {
                line(indent, name + ": " + list.size());
                for (int i = 0; i < list.size(); i++) {
                    field(owner, "[" + i + "]", list.get(i), indent + "  ");
                }
            }
            default ->
                line(
                        indent,
                        name + ": " + plain(value)
                                + Meanings.of(owner, name, value)
                                        .map(meaning -> "  (" + meaning + ")")
                                        .orElse(""));
        }
    }

    private static String plain(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }

    /** In quotes, without anything that a terminal would obey. */
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private void line(String indent, String text) throws IOException {
        out.write(indent);
        out.write(text);
        out.write('\n');
    }
}
