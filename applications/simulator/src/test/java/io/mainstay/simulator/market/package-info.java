@NullMarked
package io.mainstay.simulator.market;

import org.jspecify.annotations.NullMarked;
