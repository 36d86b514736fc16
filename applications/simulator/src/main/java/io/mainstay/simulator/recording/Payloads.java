package io.mainstay.simulator.recording;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A frame's payload as values of a JSON document: text as its fields, anything else in hexadecimal digits. */
final class Payloads {
    private Payloads() {}

    static void put(Map<String, Object> line, byte[] payload) {
        Optional<List<String>> fields = fields(payload);
        if (fields.isPresent()) {
            line.put("fields", fields.get());
        } else {
            line.put("hex", HexFormat.of().formatHex(payload));
        }
    }

    /** The payload that a line holds. */
    static byte[] get(Map<String, Object> line) {
        if (line.get("fields") instanceof List<?> fields) {
            var text = new StringBuilder();
            fields.forEach(field -> text.append(field).append('\0'));
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
        if (line.get("hex") instanceof String hex) {
            return HexFormat.of().parseHex(hex);
        }
        throw new IllegalArgumentException("neither fields nor hex");
    }

    /** The fields of a payload that is nothing but readable text; every byte comes back from them. */
    private static Optional<List<String>> fields(byte[] payload) {
        if (payload.length == 0 || payload[payload.length - 1] != 0) {
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            boolean readable = text.chars().allMatch(c -> c == 0 || !Character.isISOControl(c));
            String body = text.substring(0, text.length() - 1);
            return readable && text.charAt(0) != 0
                    ? Optional.of(Arrays.asList(body.split("\0", -1)))
                    : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
