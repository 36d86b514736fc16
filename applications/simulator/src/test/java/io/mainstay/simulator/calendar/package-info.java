@NullMarked
package io.mainstay.simulator.calendar;

import org.jspecify.annotations.NullMarked;
