package io.mainstay.protocol.generator;

/** Lines of Java source, indented by the braces that open and close them. */
final class Source {
    private final StringBuilder text = new StringBuilder();
    private int depth;

    void line(String... lines) {
        for (String line : lines) {
            if (line.startsWith("}")) {
                depth--;
            }
            text.append("    ".repeat(depth)).append(line).append('\n');
            if (line.endsWith("{")) {
                depth++;
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
