/** What clients may do, held against the rules. */
@NullMarked
package io.mainstay.engine.access;

import org.jspecify.annotations.NullMarked;
