package io.mainstay.cli.decode;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Takes what a user gives and tells what it is. Hexadecimal text, its blanks ignored, is one payload a line; a line that
 * is whole frames is taken for frames, and a text that begins with a client's greeting for one capture. Anything else is
 * the bytes of a capture.
 */
public final class Input {
    private static final int LOOKED_AT_BYTES = 512;

    /** A line of hexadecimal text has to be held; two digits for each byte of the longest frame, and blanks. */
    private static final int LONGEST_LINE = 1 << 26;

    private static final String PREFIX_HEX = "41504900";

    private final Decoder decoder;

    /** Takes who decodes. */
    public Input(Decoder decoder) {
        this.decoder = decoder;
    }

    /**
     * Whether a word is hexadecimal text.
     *
     * @param word what a user typed
     */
    public static boolean isHex(String word) {
        return !word.isBlank() && word.chars().allMatch(c -> digit(c) >= 0 || isBlank(c));
    }

    /**
     * Decodes hexadecimal text that a user typed.
     *
     * @throws InputException if it is half a byte, or the version is not known
     */
    public void hex(String text) throws IOException {
        var line = new HexLine();
        text.chars().forEach(line::add);
        decode(line.take(1), 0);
    }

    /**
     * Decodes a file or standard input, to its end.
     *
     * @throws InputException if a line of hexadecimal text is not of whole bytes, or the version is not known
     */
    public void stream(InputStream raw) throws IOException {
        var in = new BufferedInputStream(raw, 1 << 16);
        in.mark(LOOKED_AT_BYTES);
        byte[] start = in.readNBytes(LOOKED_AT_BYTES);
        in.reset();
        String digits = digitsAtStart(start);
        if (digits.isEmpty()) {
            decoder.capture(in);
        } else if (digits.startsWith(PREFIX_HEX)) {
            decoder.capture(new HexStream(in));
        } else {
            lines(in);
        }
    }

    private void lines(InputStream in) throws IOException {
        var line = new HexLine();
        int number = 1;
        long offset = 0;
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c != '\n') {
                line.add(c);
                continue;
            }
            offset += decode(line.take(number), offset);
            number++;
        }
        decode(line.take(number), offset);
    }

    private int decode(byte[] bytes, long offset) throws IOException {
        if (bytes.length == 0) {
            return 0;
        }
        if (Decoder.isFrames(bytes)) {
            decoder.capture(new ByteArrayInputStream(bytes));
        } else {
            decoder.payload(bytes, offset);
        }
        return bytes.length;
    }

    /** The digits that the input begins with; empty if it is not text of digits and blanks. */
    private static String digitsAtStart(byte[] start) {
        var digits = new StringBuilder();
        for (byte b : start) {
            if (digit(b) >= 0) {
                digits.append((char) b);
            } else if (!isBlank(b)) {
                return "";
            }
        }
        return digits.toString();
    }

    private static int digit(int c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /** The bytes of one line, as its digits come. */
    private static final class HexLine {
        private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        private int half = -1;
        private int strange = -1;

        void add(int c) {
            if (isBlank(c)) {
                return;
            }
            int digit = digit(c);
            if (digit < 0) {
                strange = c;
            } else if (half < 0) {
                half = digit;
            } else {
                bytes.write(half << 4 | digit);
                half = -1;
            }
            if (bytes.size() > LONGEST_LINE) {
                throw new InputException("a line of hexadecimal text stands for more than " + LONGEST_LINE + " bytes");
            }
        }

        byte[] take(int number) {
            if (strange >= 0) {
                throw new InputException("line " + number + " has characters other than hexadecimal digits and blanks");
            }
            if (half >= 0) {
                throw new InputException("line " + number + " ends with half a byte");
            }
            byte[] taken = bytes.toByteArray();
            bytes.reset();
            return taken;
        }
    }

    /** The bytes that hexadecimal text stands for, whatever its line breaks. */
    private static final class HexStream extends InputStream {
        private final InputStream text;

        HexStream(InputStream text) {
            this.text = text;
        }

        @Override
        public int read() throws IOException {
            int high = next();
            if (high < 0) {
                return -1;
            }
            int low = next();
            if (low < 0) {
                throw new InputException("the text ends with half a byte");
            }
            return high << 4 | low;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = 0;
            while (count < length) {
                int b = read();
                if (b < 0) {
                    return count == 0 ? -1 : count;
                }
                into[offset + count++] = (byte) b;
            }
            return count;
        }

        private int next() throws IOException {
            int c = text.read();
            while (c >= 0 && isBlank(c)) {
                c = text.read();
            }
            if (c >= 0 && digit(c) < 0) {
                throw new InputException("the text has characters other than hexadecimal digits and blanks");
            }
            return c < 0 ? -1 : digit(c);
        }
    }
}
