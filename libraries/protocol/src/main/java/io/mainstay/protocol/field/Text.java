package io.mainstay.protocol.field;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strings as TWS writes them. */
final class Text {
    private Text() {}

    static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** UTF-8, or Latin-1 where it is not: TWS on a non-English Windows has sent that. */
    static String lenient(byte[] bytes, int from, int to) {
        boolean ascii = true;
        for (int i = from; i < to && ascii; i++) {
            ascii = bytes[i] >= 0;
        }
        if (ascii) {
            return ascii(bytes, from, to);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return ascii(bytes, from, to);
        }
    }

    /**
     * Turns {@code \}{@code u00e9} into the character it means; what is no such escape stays as it is, and so does that
     * of the zero byte, which no field can hold when it is written again.
     */
    static String unescape(String text) {
        if (text.indexOf("\\u") < 0) {
            return text;
        }
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int code = c == '\\' && i + 5 < text.length() && text.charAt(i + 1) == 'u' ? hex(text, i + 2) : -1;
            if (code <= 0) {
                out.append(c);
            } else {
                out.append((char) code);
                i += 5;
            }
        }
        return out.toString();
    }

    static String escape(String text) {
        if (isAscii(text)) {
            return text;
        }
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128) {
                out.append(c);
            } else {
                out.append("\\u").append(String.format("%04x", (int) c));
            }
        }
        return out.toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    private static int hex(String text, int at) {
        int code = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
