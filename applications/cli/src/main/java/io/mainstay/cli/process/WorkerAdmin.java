package io.mainstay.cli.process;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A worker's socket for operators: one HTTP exchange a call. */
public final class WorkerAdmin {
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int OK = 200;

    private final Path socket;
    private final Duration within;

    /**
     * Knows where and how patiently to ask.
     *
     * @param socket of the worker
     * @param within how long one answer may take
     */
    public WorkerAdmin(Path socket, Duration within) {
        this.socket = socket;
        this.within = within;
    }

    /**
     * A worker's answer.
     *
     * @param done whether it did what was asked
     */
    public record Answer(boolean done, Map<String, Object> document) {}

    /**
     * What the worker holds.
     *
     * @throws IOException if no worker listens there
     */
    public Answer status() throws IOException, InterruptedException, TimeoutException {
        return exchange("GET /status HTTP/1.1\r\nHost: worker\r\nConnection: close\r\n\r\n");
    }

    /** Tells the worker to do something. */
    public Answer tell(String verb, Map<String, Object> how)
            throws IOException, InterruptedException, TimeoutException {
        String body = JSON.std.asString(how);
        return exchange("POST /" + verb + " HTTP/1.1\r\nHost: worker\r\nConnection: close\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    private Answer exchange(String request) throws IOException, InterruptedException, TimeoutException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            var answer = new FutureTask<>(() -> exchange(channel, request));
            Thread.ofPlatform().daemon().name("worker-admin").start(answer);
            return parse(answer.get(within.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw new IOException("the worker at " + socket + " broke off: " + e.getCause(), e);
        }
    }

    private static String exchange(SocketChannel channel, String request) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Answer parse(String response) throws IOException {
        int body = response.indexOf("\r\n\r\n");
        if (body < STATUS_AT + 3) {
            throw new IOException("the worker did not answer in HTTP");
        }
        boolean ok = response.startsWith(Integer.toString(OK), STATUS_AT);
        String document = response.substring(body).strip();
        return document.isEmpty()
                ? new Answer(false, Map.of("error", response.lines().findFirst().orElse("")))
                : new Answer(ok, JSON.std.mapFrom(document));
    }
}
