/**
 * The trading runner: one call that runs once or until it is stopped, and says how it ended.
 *
 * <p>{@link io.mainstay.runner.Runner#run} occupies the thread that calls it; {@link io.mainstay.runner.Runner#stop} may
 * be called by any other. Nothing here parses a command line or exits the process.
 */
@NullMarked
package io.mainstay.runner;

import org.jspecify.annotations.NullMarked;
