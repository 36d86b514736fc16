/**
 * The gateway on a socket: Netty, one event loop thread on which all of {@code session} runs. Nothing here knows the
 * protocol; nothing here may block the loop.
 */
@NullMarked
package io.mainstay.simulator.server;

import org.jspecify.annotations.NullMarked;
