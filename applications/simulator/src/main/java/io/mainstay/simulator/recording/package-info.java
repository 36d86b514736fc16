/**
 * Sessions as files: {@link io.mainstay.simulator.recording.Recorder} writes down what a client and a gateway say to each
 * other, with accounts masked, and {@link io.mainstay.simulator.recording.Replay} is a gateway that knows no more than such a
 * file. {@code documentation/simulator.md} describes the format.
 */
@NullMarked
package io.mainstay.simulator.recording;

import org.jspecify.annotations.NullMarked;
