/**
 * One session with a gateway, shared by many clients.
 *
 * <p>{@link io.mainstay.engine.Engine} is a plain object: bytes, ends and the time go in, bytes, ends and journal writes
 * come out through the ports of {@code io.mainstay.engine.port}. It opens no socket, starts no thread, reads no clock and
 * logs nothing. One thread drives it; everything in the packages below it runs on that thread.
 */
@NullMarked
package io.mainstay.engine;

import org.jspecify.annotations.NullMarked;
