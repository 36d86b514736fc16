/** What is logged by commands, as opposed to the worker, which has a log of its own: warnings, to standard error. */
@NullMarked
package io.mainstay.cli.logging;

import org.jspecify.annotations.NullMarked;
