/**
 * A gateway simulator: a peer on the wire that answers as IB's gateway does, from a seed or from recorded days, and
 * has a gateway's bad days on demand. Embeddable ({@link io.mainstay.simulator.GatewaySimulator}) and a program
 * ({@link io.mainstay.simulator.SimulatorMain}). It shares the protocol library with the rest of Mainstay and nothing
 * else.
 */
@NullMarked
package io.mainstay.simulator;

import org.jspecify.annotations.NullMarked;
