/**
 * What can go wrong with a gateway, as named switches: one small class per fault, a catalogue of them, and scenarios
 * that combine them. A fault only answers questions ("shall this connection be served?"); who asks, and what the
 * answer does to a socket, is elsewhere. Plain objects, used by the simulator's one thread; no I/O, no clock.
 */
@NullMarked
package io.mainstay.simulator.fault;

import org.jspecify.annotations.NullMarked;
