/**
 * The start-up cache: what the JVM learned in one rehearsal, so that later starts need not load and link it again. Runs
 * after a build, never in a user's command.
 */
@NullMarked
package io.mainstay.cli.startup;

import org.jspecify.annotations.NullMarked;
