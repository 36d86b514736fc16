@NullMarked
package io.mainstay.simulator.clock;

import org.jspecify.annotations.NullMarked;
