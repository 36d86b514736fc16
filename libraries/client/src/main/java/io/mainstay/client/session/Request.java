package io.mainstay.client.session;

import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;

/** Something asked under a request id. All methods run on the session's reader thread and must not block. */
public interface Request {
    /** A message under this request's id. */
    void onMessage(Incoming message);

    /** An error or warning under this request's id. */
    void onError(ErrorMessage error);

    /** The connection has ended; nothing more will come. May also run on the thread that opens the request. */
    void onEnd(Failure failure);
}
