/** Bytes from strangers: nothing but the declared exceptions, and no more memory than the input's size explains. */
@NullMarked
package io.mainstay.protocol.fuzz;

import org.jspecify.annotations.NullMarked;
