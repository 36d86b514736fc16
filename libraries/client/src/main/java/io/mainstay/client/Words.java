package io.mainstay.client;

/** Checks texts that go to the gateway. */
final class Words {
    private static final int LONGEST = 128;

    private Words() {}

    /**
     * The text itself.
     *
     * @throws IllegalArgumentException if it is empty, too long, or holds characters that the gateway refuses
     */
    static String printable(String what, String text) {
        if (text.isBlank() || text.length() > LONGEST || !isPrintable(text)) {
            throw new IllegalArgumentException("the " + what + " must be 1 to " + LONGEST
                    + " printable ASCII characters: \"" + shown(text) + "\"");
        }
        return text;
    }

    static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** The text in a form that is safe to print. */
    static String shown(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
            char c = text.charAt(i);
            out.append(c < ' ' || c > '~' ? '?' : c);
        }
        return out.toString();
    }
}
