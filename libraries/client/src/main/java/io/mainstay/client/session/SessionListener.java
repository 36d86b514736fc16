package io.mainstay.client.session;

import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;

/** Takes what belongs to no request. All methods run on the session's reader thread and must not block. */
public interface SessionListener {
    /** An order's status, description, execution or commission, asked for or not, or the next order id. */
    void onOrderMessage(Incoming message);

    /** An error or warning that is about no request: about an order if its id is positive. */
    void onError(ErrorMessage error);

    /** All messages that came in one piece have been handed on: the moment to wake who waits for any of them. */
    void onPieceTaken();

    /** A message that no layout explains; the session goes on without it. */
    void onUnreadable(String text);

    /** The connection has ended, once. */
    void onEnd(Failure failure);
}
