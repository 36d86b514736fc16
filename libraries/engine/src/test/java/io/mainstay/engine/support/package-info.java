/** A gateway, clients and a journal in memory, and the time as a number. */
@NullMarked
package io.mainstay.engine.support;

import org.jspecify.annotations.NullMarked;
