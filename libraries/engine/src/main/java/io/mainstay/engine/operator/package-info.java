/** What an operator may want of a running engine, and what is answered. */
@NullMarked
package io.mainstay.engine.operator;

import org.jspecify.annotations.NullMarked;
