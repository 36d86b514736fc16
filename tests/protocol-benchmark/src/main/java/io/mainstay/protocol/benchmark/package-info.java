/** Measures what one message costs: to read, to write, and to pass on from one version to another. */
@NullMarked
package io.mainstay.protocol.benchmark;

import org.jspecify.annotations.NullMarked;
