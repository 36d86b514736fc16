package io.mainstay.engine.downstream;

import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.StartApi;

/** Told what clients say and when they are gone. */
public interface ClientHandler {
    void onStartApi(ClientSession client, StartApi message);

    /** A message of a client that is READY. */
    void onMessage(ClientSession client, Outgoing message);

    /** The session is over; nothing can be sent to it any more. Called once for each session. */
    void onEnded(ClientSession client);
}
