/**
 * What decides to buy or to sell: the service interface and the moving-average cross.
 *
 * <p>A strategy is called by the thread of its symbol, several at once. It must not do I/O, keep state between calls or
 * know the time: all that it may use is in its input.
 */
@NullMarked
package io.mainstay.runner.strategy;

import org.jspecify.annotations.NullMarked;
