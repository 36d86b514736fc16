/**
 * The values inside messages that mean more than their type says: times and zones, tick types, order statuses, and the
 * lists of words and numbers. None of them fails on a word that IB adds later. Immutable; any thread.
 */
@NullMarked
package io.mainstay.protocol.value;

import org.jspecify.annotations.NullMarked;
