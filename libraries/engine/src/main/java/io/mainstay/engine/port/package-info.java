/**
 * What the engine needs from outside, as interfaces, and the values that cross that border.
 *
 * <p>Every method is called on the one thread that drives the engine and must not call back into it before it returns.
 * Nothing here may block longer than a write to the local disk.
 */
@NullMarked
package io.mainstay.engine.port;

import org.jspecify.annotations.NullMarked;
