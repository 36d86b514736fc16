/**
 * The session with the gateway: connecting, handshake, liveness, pacing, orderly ends and the waits between attempts.
 * Runs on the thread that drives the engine; opens no socket itself and knows nothing of clients.
 */
@NullMarked
package io.mainstay.engine.upstream;

import org.jspecify.annotations.NullMarked;
