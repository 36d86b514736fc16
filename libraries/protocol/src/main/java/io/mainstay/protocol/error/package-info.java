/**
 * What the gateway's error codes mean: one description, in {@code error-codes.txt}, for everybody who judges a code.
 * Immutable; any thread.
 */
@NullMarked
package io.mainstay.protocol.error;

import org.jspecify.annotations.NullMarked;
