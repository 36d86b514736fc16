/**
 * What a run has found and done, as values, and their printing as a table or as one JSON document.
 *
 * <p>Plain values and formatting on the caller's thread. Nothing here computes a decision.
 */
@NullMarked
package io.mainstay.runner.report;

import org.jspecify.annotations.NullMarked;
