/**
 * The sessions of clients: handshake, framing, bounds, sending at the client's own version, and the end with its reason.
 * Runs on the thread that drives the engine; knows nothing of the gateway nor of what messages mean.
 */
@NullMarked
package io.mainstay.engine.downstream;

import org.jspecify.annotations.NullMarked;
