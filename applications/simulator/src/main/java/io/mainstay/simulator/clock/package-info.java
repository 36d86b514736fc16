/** What time it is for a simulator: the machine's time, a faster one, or one that a test moves. Safe for any thread. */
@NullMarked
package io.mainstay.simulator.clock;

import org.jspecify.annotations.NullMarked;
