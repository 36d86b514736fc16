/**
 * One round: accounts and positions, then for each symbol bars, signal, decision, order and record.
 *
 * <p>The round runs on the runner's thread, its symbols on virtual threads, a bounded number at once. Nothing here
 * waits without a deadline or prints.
 */
@NullMarked
package io.mainstay.runner.cycle;

import org.jspecify.annotations.NullMarked;
