/** One class a subcommand. They turn words into values and values into an exit code, and do nothing else themselves. */
@NullMarked
package io.mainstay.cli.command;

import org.jspecify.annotations.NullMarked;
