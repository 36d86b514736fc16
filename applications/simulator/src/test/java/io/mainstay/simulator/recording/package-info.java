/** Recordings, and replaying them. */
@NullMarked
package io.mainstay.simulator.recording;

import org.jspecify.annotations.NullMarked;
