package io.mainstay.protocol.message;

/** A message that belongs to one request of a client. */
public interface HasReqId {
    int reqId();

    /** The same message under another request id. */
    Message withReqId(int reqId);
}
