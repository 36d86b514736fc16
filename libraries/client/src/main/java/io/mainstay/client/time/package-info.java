/** The trading hours that gateways write, turned into Java's. Stateless; any thread; no input or output. */
@NullMarked
package io.mainstay.client.time;

import org.jspecify.annotations.NullMarked;
