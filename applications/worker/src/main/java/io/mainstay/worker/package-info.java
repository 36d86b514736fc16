/**
 * The worker process: binds the engine to sockets, disk, signals and the log, and nothing more.
 *
 * <p>The engine is driven by one event-loop thread, which also writes the journal: an order waits for its disk write
 * before it leaves, and so does what comes after it in that turn. The main thread only starts, waits and exits.
 */
@NullMarked
package io.mainstay.worker;

import org.jspecify.annotations.NullMarked;
