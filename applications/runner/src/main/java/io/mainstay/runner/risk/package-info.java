/**
 * What may be ordered: limits, the kill switch, sizes.
 *
 * <p>Plain calculations on values, by the caller's thread, within the caller's transaction. Nothing here places an
 * order. Limits and the kill switch stop what increases exposure and never what reduces it.
 */
@NullMarked
package io.mainstay.runner.risk;

import org.jspecify.annotations.NullMarked;
