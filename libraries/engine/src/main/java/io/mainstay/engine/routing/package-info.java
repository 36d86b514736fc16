/**
 * Which message belongs to whom: the table of all messages and the map of request ids. Runs on the thread that drives the
 * engine; sends nothing itself.
 */
@NullMarked
package io.mainstay.engine.routing;

import org.jspecify.annotations.NullMarked;
