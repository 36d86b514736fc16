package io.mainstay.cli.decode;

import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.HandshakeException;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.simulator.recording.RecordedFrame;
import io.mainstay.simulator.recording.Recording;
import io.mainstay.simulator.recording.RecordingException;
import io.mainstay.simulator.recording.Sender;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Decodes the sessions of a recording, both sides in the order in which they spoke. Offsets count the payloads' bytes. */
public final class RecordedSessions {
    private static final byte[] BEGIN = "{\"mainstay\":\"recording\"".getBytes(StandardCharsets.US_ASCII);

    private final Output output;
    private boolean clean = true;
    private long offset;

    /** Takes who is told. */
    public RecordedSessions(Output output) {
        this.output = output;
    }

    /** Whether a file begins as recordings do. */
    public static boolean isRecording(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return java.util.Arrays.equals(in.readNBytes(BEGIN.length), BEGIN);
        }
    }

    /** Whether everything was read and explained. */
    public boolean clean() {
        return clean;
    }

    /**
     * Decodes a file.
     *
     * @throws InputException if it is not as recordings are
     */
    public void decode(Path file) throws IOException {
        try {
            for (Recording.Connection connection : Recording.read(file).connections()) {
                connection(connection.frames());
            }
        } catch (RecordingException | HandshakeException e) {
            throw new InputException(String.valueOf(e.getMessage()));
        }
    }

    private void connection(List<RecordedFrame> frames) throws IOException {
        boolean clientGreeted = false;
        Decoder in = null;
        Decoder out = null;
        for (RecordedFrame frame : frames) {
            byte[] payload = frame.payload();
            boolean gateway = frame.sender() == Sender.GATEWAY;
            if (!gateway && !clientGreeted) {
                clientGreeted = true;
                handshake(Direction.OUT, "CLIENT_GREETING", payload, ClientGreeting.parse(payload, 0, payload.length));
            } else if (in == null || out == null) {
                ServerGreeting greeting = ServerGreeting.parse(payload, 0, payload.length);
                handshake(Direction.IN, "SERVER_GREETING", payload, greeting);
                in = new Decoder(greeting.serverVersion(), Direction.IN, output);
                out = new Decoder(greeting.serverVersion(), Direction.OUT, output);
            } else {
                (gateway ? in : out).payload(payload, offset);
            }
            offset += payload.length;
        }
        clean &= in == null || out == null || in.clean() && out.clean();
    }

    private void handshake(Direction direction, String name, byte[] payload, Record body) throws IOException {
        output.message(
                new Decoded(offset, direction, false, null, name, "handshake", payload.length, body, "", List.of()));
    }
}
