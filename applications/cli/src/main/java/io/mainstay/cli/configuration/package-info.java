/**
 * Where a setting comes from: flag, environment, {@code .env}, configuration file, default, in this order. Read once at
 * the start, on the main thread; a value remembers its origin.
 */
@NullMarked
package io.mainstay.cli.configuration;

import org.jspecify.annotations.NullMarked;
