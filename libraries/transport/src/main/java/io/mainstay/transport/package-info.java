/**
 * Sockets on one event loop: TCP and Unix domain, listening and connecting. Knows bytes and ends, no message.
 *
 * <p>One thread, the loop's, calls every handler and must be the one that calls a {@link
 * io.mainstay.transport.Connection}. A handler must not block.
 */
@NullMarked
package io.mainstay.transport;

import org.jspecify.annotations.NullMarked;
