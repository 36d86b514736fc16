/**
 * Conversations with a gateway as text: what a client sends, and what it must be told. One file is one behaviour. A
 * {@link io.mainstay.simulator.script.Script} is run on a {@link io.mainstay.simulator.script.Stage}: the simulator in the
 * runner's own thread and time, or any TWS port that is not a real gateway's. Used by one thread.
 */
@NullMarked
package io.mainstay.simulator.script;

import org.jspecify.annotations.NullMarked;
