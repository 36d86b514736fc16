package io.mainstay.worker;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One HTTP exchange with a worker's socket for operators. */
record AdminClient(Path socket) {
    record Answer(int status, Map<String, Object> document) {}

    Answer get(String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: worker\r\n\r\n");
    }

    Answer post(String path, String body) throws IOException {
        return exchange(
                "POST " + path + " HTTP/1.1\r\nHost: worker\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    Answer exchange(String request) throws IOException {
        String text = raw(request);
        int body = text.indexOf("\r\n\r\n");
        return new Answer(Integer.parseInt(text.substring(9, 12)), JSON.std.mapFrom(text.substring(body + 4)));
    }

    String raw(String request) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            var bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @SuppressWarnings("unchecked") // the document's own shape
    static Map<String, Object> object(Map<String, Object> document, String... path) {
        Map<String, Object> at = document;
        for (String name : path) {
            at = (Map<String, Object>) Objects.requireNonNull(at.get(name), name);
        }
        return at;
    }

    @SuppressWarnings("unchecked") // the document's own shape
    static List<Map<String, Object>> list(Map<String, Object> document, String name) {
        return (List<Map<String, Object>>) Objects.requireNonNull(document.get(name), name);
    }

    static long number(Map<String, Object> object, String name) {
        return ((Number) Objects.requireNonNull(object.get(name), name)).longValue();
    }
}
