package io.mainstay.simulator.recording;

/** A file is no recording, or one of another format; the text says where. */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordingException(String message) {
        super(message);
    }
}
