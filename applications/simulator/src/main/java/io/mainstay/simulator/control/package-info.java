/**
 * The control endpoint: HTTP and JSON on loopback, on a port and a thread of its own. It knows the gateway only as
 * {@link io.mainstay.simulator.control.Controls}.
 */
@NullMarked
package io.mainstay.simulator.control;

import org.jspecify.annotations.NullMarked;
