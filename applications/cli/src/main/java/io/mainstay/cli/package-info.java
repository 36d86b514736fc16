/** The {@code mainstay} command: reads flags and settings, starts processes, and hands on to the applications. */
@NullMarked
package io.mainstay.cli;

import org.jspecify.annotations.NullMarked;
