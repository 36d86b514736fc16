/**
 * The messages' fields by their names, as {@code tws.schema} and {@code mainstay decode} call them; by reflection, because
 * what tests and tools do need not be fast. Stateless; any thread.
 */
@NullMarked
package io.mainstay.simulator.fields;

import org.jspecify.annotations.NullMarked;
