package io.mainstay.protocol.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client's opening: the versions it speaks, both inclusive.
 *
 * @param options what follows the range after a blank, such as {@code +PACEAPI}; usually empty
 */
public record ClientGreeting(int minVersion, int maxVersion, String options) {
    private static final int LONGEST_BYTES = 1024;
    private static final Pattern FORM = Pattern.compile("v(\\d{1,6})(?:\\.\\.(\\d{1,6}))?(?: (\\p{Print}*))?");

    /** The prefix and the framed text, in one piece. */
    public byte[] encode() {
        String range = minVersion == maxVersion ? "v" + minVersion : "v" + minVersion + ".." + maxVersion;
        byte[] text = (options.isEmpty() ? range : range + " " + options).getBytes(StandardCharsets.US_ASCII);
        byte[] prefix = ApiPrefix.bytes();
        return ByteBuffer.allocate(prefix.length + 4 + text.length)
                .put(prefix)
                .putInt(text.length)
                .put(text)
                .array();
    }

    /**
     * Reads the payload of a client's first frame.
     *
     * @throws HandshakeException if it is not {@code vMIN..MAX} or {@code vN}, with printable ASCII for its options
     */
    public static ClientGreeting parse(byte[] buffer, int offset, int length) {
        if (length > LONGEST_BYTES) {
            throw new HandshakeException("greeting of " + length + " bytes, at most " + LONGEST_BYTES + " allowed");
        }
        Matcher text = FORM.matcher(new String(buffer, offset, length, StandardCharsets.US_ASCII));
        if (!text.matches()) {
            throw new HandshakeException("the first frame is not a version range such as v100..200");
        }
        int min = Integer.parseInt(text.group(1));
        int max = text.group(2) == null ? min : Integer.parseInt(text.group(2));
        if (max < min) {
            throw new HandshakeException("version range v" + min + ".." + max + " is empty");
        }
        return new ClientGreeting(min, max, text.group(3) == null ? "" : text.group(3));
    }
}
