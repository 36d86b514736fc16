@NullMarked
package io.mainstay.cli.command;

import org.jspecify.annotations.NullMarked;
