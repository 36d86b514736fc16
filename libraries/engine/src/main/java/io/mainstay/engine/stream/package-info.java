/**
 * Subscriptions and history that clients open under ids of their own, asked of the gateway once for all who want the same.
 * Runs on the thread that drives the engine.
 *
 * <p>A stream outlives outages: it is asked for again under a fresh id, and its holders keep theirs.
 */
@NullMarked
package io.mainstay.engine.stream;

import org.jspecify.annotations.NullMarked;
