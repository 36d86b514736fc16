/**
 * Orders and what becomes of them: ids, states, when an order executes and at which price, commissions, executions.
 * They belong to the gateway, not to a session, so that a client that comes back finds them. Plain objects, used by
 * the simulator's one thread; no I/O, no clock.
 */
@NullMarked
package io.mainstay.simulator.order;

import org.jspecify.annotations.NullMarked;
