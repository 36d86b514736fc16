package io.mainstay.system.oracle;

import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.ServerGreeting;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * A gateway without behaviour, on an ephemeral port of the loopback interface. It serves one session after the other,
 * each at the next of the given server versions: greets it, sends what the script holds for the version once the client
 * has started, and keeps every frame of the client until the client closes.
 */
final class ScriptedGateway implements AutoCloseable {
    private static final int SILENCE_MS = 30_000;
    private static final byte[] PREFIX = {'A', 'P', 'I', 0};

    private final boolean endsSessions;
    private final ServerSocket listener;
    private final CompletableFuture<List<Session>> sessions;

    /** What a client sent in one session: the payloads after its greeting, in order. */
    record Session(int serverVersion, ClientGreeting greeting, List<byte[]> payloads) {}

    /** A gateway that says the given messages and then only listens, until the client ends the session. */
    static ScriptedGateway listening(List<Integer> serverVersions, Record... first) {
        return new ScriptedGateway(
                serverVersions,
                version -> {
                    var frames = new ByteArrayOutputStream();
                    for (Record message : first) {
                        frames.writeBytes(Scenarios.write(message, version));
                    }
                    return frames.toByteArray();
                },
                false);
    }

    /** A gateway that sends the frames that it is given for a version, then ends the session. */
    static ScriptedGateway telling(List<Integer> serverVersions, IntFunction<byte[]> script) {
        return new ScriptedGateway(serverVersions, script, true);
    }

    private ScriptedGateway(List<Integer> serverVersions, IntFunction<byte[]> script, boolean endsSessions) {
        this.endsSessions = endsSessions;
        try {
            listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            listener.setSoTimeout(SILENCE_MS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sessions = CompletableFuture.supplyAsync(() -> serveAll(serverVersions, script), Thread::startVirtualThread);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Waits until the last session has ended. */
    List<Session> sessions() {
        return sessions.join();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Session> serveAll(List<Integer> serverVersions, IntFunction<byte[]> script) {
        var served = new ArrayList<Session>();
        for (int version : serverVersions) {
            served.add(serve(version, script.apply(version)));
        }
        return served;
    }

    private Session serve(int version, byte[] script) {
        try (Socket socket = listener.accept()) {
            socket.setSoTimeout(SILENCE_MS);
            var in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            OutputStream out = socket.getOutputStream();
            if (!Arrays.equals(in.readNBytes(4), PREFIX)) {
                throw new IOException("the client did not begin with the prefix of the framed protocol");
            }
            byte[] greeting = payload(in, in.readInt());
            out.write(new ServerGreeting(version, "20260611 13:30:02 EST").encode());
            var payloads = new ArrayList<byte[]>();
            // A gateway says nothing more before it is asked to start.
            payloads.add(payload(in, in.readInt()));
            out.write(script);
            if (endsSessions) {
                socket.shutdownOutput();
            }
            while (true) {
                int length;
                try {
                    length = in.readInt();
                } catch (EOFException closed) {
                    return new Session(version, ClientGreeting.parse(greeting, 0, greeting.length), payloads);
                }
                payloads.add(payload(in, length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the session at version " + version, e);
        }
    }

    private static byte[] payload(DataInputStream in, int length) throws IOException {
        byte[] payload = in.readNBytes(length);
        if (payload.length != length) {
            throw new EOFException("closed after " + payload.length + " of " + length + " bytes");
        }
        return payload;
    }
}
