/**
 * What a run is told to do, checked: records with defaults and bounds, and the catalogue of every flag and key.
 *
 * <p>Immutable values; any thread may use them. Nothing here parses a command line, reads the environment or a file.
 */
@NullMarked
package io.mainstay.runner.settings;

import org.jspecify.annotations.NullMarked;
