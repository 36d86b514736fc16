/**
 * Instruments, their trading calendar, and prices: from a seed or from recorded days. Everything here is a function of
 * its input and of the instant it is asked for; nothing reads a clock, opens a socket or starts a thread. Recorded
 * files are read on first use, by the simulator's one thread.
 */
@NullMarked
package io.mainstay.simulator.market;

import org.jspecify.annotations.NullMarked;
