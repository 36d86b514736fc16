/**
 * What must survive a crash, in one SQLite file that anybody can open: the worker's orders with their history, and fills
 * until their owner has them.
 *
 * <p>One writer, one thread. A method that returns has made its change durable: the log is forced at every commit.
 */
@NullMarked
package io.mainstay.journal;

import org.jspecify.annotations.NullMarked;
