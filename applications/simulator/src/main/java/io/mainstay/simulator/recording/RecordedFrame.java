package io.mainstay.simulator.recording;

/** One frame of a recorded connection. */
public final class RecordedFrame {
    private final Sender sender;
    private final long micros;
    private final byte[] payload;

    RecordedFrame(Sender sender, long micros, byte[] payload) {
        this.sender = sender;
        this.micros = micros;
        this.payload = payload;
    }

    public Sender sender() {
        return sender;
    }

    /** When it was seen, in us since the recording began. */
    public long micros() {
        return micros;
    }

    /** A copy of its payload, without the length. */
    public byte[] payload() {
        return payload.clone();
    }
}
