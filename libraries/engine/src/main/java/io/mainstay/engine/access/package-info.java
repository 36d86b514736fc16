/**
 * What each client may do: rules, found by how a client came and what it showed, and the checks that follow from them.
 *
 * <p>Knows messages and time, no socket and no file. What can't be judged is refused.
 */
@NullMarked
package io.mainstay.engine.access;

import org.jspecify.annotations.NullMarked;
