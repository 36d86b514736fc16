/**
 * The TWS wire protocol as Interactive Brokers' Gateway speaks it: frames, handshakes and messages.
 *
 * <p>Everything here is a value or a pure function of its input. Nothing opens a socket, starts a thread or reads a
 * clock, so the package can be used from any thread that owns the buffers it passes in.
 */
@NullMarked
package io.mainstay.protocol;

import org.jspecify.annotations.NullMarked;
