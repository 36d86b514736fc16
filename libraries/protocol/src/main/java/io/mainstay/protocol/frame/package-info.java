/**
 * The frames of the TWS protocol: a stream of bytes becomes payloads.
 *
 * <p>Nothing in the protocol module opens a socket, starts a thread or reads a clock; an object is used by the thread
 * that owns the session it belongs to.
 */
@NullMarked
package io.mainstay.protocol.frame;

import org.jspecify.annotations.NullMarked;
