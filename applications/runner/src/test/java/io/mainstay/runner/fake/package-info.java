/**
 * A gateway for tests, written against the client's interface, so that the compiler notices when the interface changes.
 *
 * <p>Any thread may call. Nothing here opens a socket.
 */
@NullMarked
package io.mainstay.runner.fake;

import org.jspecify.annotations.NullMarked;
