package io.mainstay.client.session;

/** What became of a frame that was handed over for sending. */
public enum SendResult {
    /** It is on its way, whole. */
    SENT,
    /** The connection had ended before: not one byte has left. */
    NOT_CONNECTED,
    /** The other side has not read for so long that the queue is full: not one byte has left. */
    QUEUE_FULL,
    /** Writing failed: some bytes may have left. */
    BROKEN
}
