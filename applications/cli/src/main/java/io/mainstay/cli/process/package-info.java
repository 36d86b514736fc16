/** The processes that a command starts, in the JVM that it runs on itself. */
@NullMarked
package io.mainstay.cli.process;

import org.jspecify.annotations.NullMarked;
