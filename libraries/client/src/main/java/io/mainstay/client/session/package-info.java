/**
 * One connection life to a gateway or worker: the socket, the handshake, and the table of what is asked and not yet
 * answered.
 *
 * <p>Each session has one daemon platform thread that reads; it calls {@link io.mainstay.client.session.Request} and
 * {@link io.mainstay.client.session.SessionListener}, which must not block. Any thread may send; sending never blocks,
 * and an interrupted sender does no harm to the socket. This package knows no public type of the library above it.
 */
@NullMarked
package io.mainstay.client.session;

import org.jspecify.annotations.NullMarked;
