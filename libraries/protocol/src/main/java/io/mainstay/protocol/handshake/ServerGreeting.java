package io.mainstay.protocol.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A gateway's answer to a {@link ClientGreeting}: the version that both will speak. Always text, at every version.
 *
 * @param connectionTime the gateway's clock as it writes it, such as {@code 20260611 13:30:02 EST}; the zone may be
 *     one that no time zone database knows
 */
public record ServerGreeting(int serverVersion, String connectionTime) {
    /** The framed text. */
    public byte[] encode() {
        byte[] text = (serverVersion + "\0" + connectionTime + "\0").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + text.length)
                .putInt(text.length)
                .put(text)
                .array();
    }

    /**
     * Reads the payload of a gateway's first frame.
     *
     * @throws HandshakeException if it is not a version and a time
     */
    public static ServerGreeting parse(byte[] buffer, int offset, int length) {
        String text = new String(buffer, offset, length, StandardCharsets.UTF_8);
        String[] fields = text.split("\0", -1);
        if (fields.length != 3 || !fields[0].matches("\\d{1,6}")) {
            throw new HandshakeException("the gateway's first frame is not a version and a time: \""
                    + text.substring(0, Math.min(text.length(), 40)).replaceAll("\\p{Cntrl}", "|") + "\"");
        }
        return new ServerGreeting(Integer.parseInt(fields[0]), fields[1]);
    }
}
