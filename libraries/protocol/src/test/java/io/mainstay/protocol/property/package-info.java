/**
 * Promises that hold for every message at every version, tried with generated values.
 *
 * <p>The generator of values is our own and small: what it must know (which word makes a condition true, what a
 * sentinel is) stands in the message descriptions, which no property testing library reads. Nothing is shrunk; a
 * message's sample is drawn alone from its own seed, which a failure prints.
 */
@NullMarked
package io.mainstay.protocol.property;

import org.jspecify.annotations.NullMarked;
