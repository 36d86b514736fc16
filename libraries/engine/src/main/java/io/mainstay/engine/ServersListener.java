package io.mainstay.engine;

import io.mainstay.protocol.message.ErrorMessage;

/** Told what the gateway says of its own link to IB's servers. */
interface ServersListener {
    /** They are lost (1100); may be said again while it lasts. */
    void onLost();

    /** They are back, and the gateway has lost all subscriptions (1101). */
    void onDataLost();

    /** They are back, and the gateway goes on with all subscriptions (1102), in the words given. */
    void onDataKept(ErrorMessage notice);
}
