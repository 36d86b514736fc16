/**
 * A simulated gateway for JUnit tests: {@link io.mainstay.simulator.junit.WithGatewaySimulator} on a class or method, and a
 * {@link io.mainstay.simulator.GatewaySimulator} parameter where one is wanted.
 */
@NullMarked
package io.mainstay.simulator.junit;

import org.jspecify.annotations.NullMarked;
