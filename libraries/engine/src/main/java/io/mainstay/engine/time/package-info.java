/** The time as the engine is told it. Nothing here reads a clock. */
@NullMarked
package io.mainstay.engine.time;

import org.jspecify.annotations.NullMarked;
