/**
 * The Java library: one object, blocking calls with deadlines, typed errors.
 *
 * <p>Any thread may call; calls block the calling thread, virtual or platform, and nothing else. One daemon platform
 * thread per connection reads the socket and never runs user code. Nothing here prints or logs.
 */
@NullMarked
package io.mainstay.client;

import org.jspecify.annotations.NullMarked;
