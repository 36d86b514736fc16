/**
 * The gateway itself, without sockets, threads or a clock: bytes, ends and {@code now} go in, bytes and ends come out
 * through {@link io.mainstay.simulator.session.Outlet}. Everything is used by one thread, that of the event loop or of
 * a test. Nothing here may block.
 */
@NullMarked
package io.mainstay.simulator.session;

import org.jspecify.annotations.NullMarked;
