/**
 * What the accounts own: cash, positions, and the values that a gateway derives from them. Money is exact. Plain
 * objects, used by the simulator's one thread; no I/O, no clock.
 */
@NullMarked
package io.mainstay.simulator.account;

import org.jspecify.annotations.NullMarked;
