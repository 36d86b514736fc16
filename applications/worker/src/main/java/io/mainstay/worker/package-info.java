/**
 * The worker as a process: binds the engine to sockets, journal, log, lock and signals.
 *
 * <p>One event-loop thread drives the engine. The main thread starts everything, waits for the end and cleans up. The
 * journal is written on the loop, and only for orders and fills: an order may wait for the disk, a tick never follows it.
 */
@NullMarked
package io.mainstay.worker;

import org.jspecify.annotations.NullMarked;
