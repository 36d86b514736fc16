/**
 * How a wish becomes an order: filled here on paper, or sent to the gateway with its intent recorded first.
 *
 * <p>Called by the threads of several symbols at once; check and act happen in one transaction of the store. An order
 * whose outcome is not known is called so, and nothing here sends an order twice.
 */
@NullMarked
package io.mainstay.runner.execution;

import org.jspecify.annotations.NullMarked;
