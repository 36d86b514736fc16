package io.mainstay.client.session;

import io.mainstay.protocol.frame.FrameHandler;

/** Takes what happens on a {@link Link}. All methods run on its thread. */
interface LinkListener extends FrameHandler {
    void onConnected();

    /** All frames that came in one piece have been handed on; the thread looks for more now. */
    void onPieceTaken();

    /** Nothing more will come, once; the socket is closed in order after this call. */
    void onEnd(Failure failure);
}
