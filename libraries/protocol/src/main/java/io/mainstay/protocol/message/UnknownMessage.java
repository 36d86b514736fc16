package io.mainstay.protocol.message;

import io.mainstay.protocol.field.FieldWriter;

/**
 * A message whose id no description covers, or that came in a dialect that this side does not read.
 *
 * @param lengthBytes the size of its payload, for the record; the content is not kept
 */
public record UnknownMessage(int messageId, int lengthBytes) implements Message {
    @Override
    public String wireName() {
        return "UNKNOWN_" + messageId;
    }

    @Override
    public int sinceVersion() {
        return 0;
    }

    /**
     * Refuses: what is not understood is not passed on.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void write(FieldWriter out) {
        throw new UnsupportedOperationException("message " + messageId + " was not understood and can't be written");
    }
}
