@NullMarked
package io.mainstay.simulator.junit;

import org.jspecify.annotations.NullMarked;
