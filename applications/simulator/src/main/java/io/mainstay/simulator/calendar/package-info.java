/** When a gateway is away by plan: resets, restarts, logins, maintenance. Immutable values; no clock. */
@NullMarked
package io.mainstay.simulator.calendar;

import org.jspecify.annotations.NullMarked;
