/** The engine's promises, each played without a socket and in no time. */
@NullMarked
package io.mainstay.engine;

import org.jspecify.annotations.NullMarked;
