/**
 * What must be right before a run begins, all of it reported at once with remedies.
 *
 * <p>Runs on the caller's thread before anything is attached. Nothing here opens a connection to the gateway.
 */
@NullMarked
package io.mainstay.runner.preflight;

import org.jspecify.annotations.NullMarked;
