/** The worker's promises: real processes, real sockets, and a gateway scripted in a few lines. */
@NullMarked
package io.mainstay.worker;

import org.jspecify.annotations.NullMarked;
