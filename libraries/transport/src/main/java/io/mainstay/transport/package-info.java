/**
 * Sockets on one event loop: listening and connecting, TCP and Unix. Bytes in, bytes out, an end; no message is known
 * here.
 *
 * <p>All handlers run on the loop's one platform thread and must not block it. Links may be used on that thread only.
 */
@NullMarked
package io.mainstay.transport;

import org.jspecify.annotations.NullMarked;
