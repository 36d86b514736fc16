/**
 * When a message may leave for the gateway: lanes by urgency, fairness among senders within a lane, and the gateway's rate.
 * Runs on the thread that drives the engine; sends nothing itself.
 */
@NullMarked
package io.mainstay.engine.pacing;

import org.jspecify.annotations.NullMarked;
