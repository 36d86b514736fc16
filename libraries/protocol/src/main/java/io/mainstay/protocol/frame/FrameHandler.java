package io.mainstay.protocol.frame;

/** Takes frame payloads as they complete. */
@FunctionalInterface
public interface FrameHandler {
    /**
     * One whole payload, without its length prefix.
     *
     * @param buffer holds the payload; it belongs to the caller and is reused after this call returns
     * @param offset where the payload begins
     * @param length how many bytes it has, at least 1
     */
    void onFrame(byte[] buffer, int offset, int length);
}
