/**
 * The runner's memory in SQLite: bars, signals, orders with their whole history, fills, positions, equity.
 *
 * <p>Any thread may call; one connection behind one lock is the only writer of this process, and each unit of work is
 * one transaction. Nothing here decides anything, and nothing here deletes history.
 */
@NullMarked
package io.mainstay.runner.store;

import org.jspecify.annotations.NullMarked;
