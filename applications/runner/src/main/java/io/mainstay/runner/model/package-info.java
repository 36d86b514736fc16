/**
 * The few words that every part of the runner shares: sides, books, exact amounts, fixed-width times.
 *
 * <p>Values only; any thread may use them. Nothing here does I/O or knows the other packages.
 */
@NullMarked
package io.mainstay.runner.model;

import org.jspecify.annotations.NullMarked;
