package io.mainstay.protocol.message;

import io.mainstay.protocol.field.FieldWriter;

/** One TWS message, decoded. Messages are immutable and know nothing of the session they came on. */
public sealed interface Message permits Incoming, Outgoing, UnknownMessage {
    /** The number that names this kind of message on the wire; not the request's or order's id. */
    int messageId();

    /** IB's name of the id, such as {@code REQ_MKT_DATA}. */
    String wireName();

    /** The oldest server version that knows this message. */
    int sinceVersion();

    /** Appends the message as one frame, at the writer's version. */
    void write(FieldWriter out);
}
