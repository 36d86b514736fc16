/**
 * Orders and their fills: who owns them, under which ids, what is durable, and what an absent owner is still owed. Runs
 * on the thread that drives the engine. Nothing here ever sends an order a second time.
 */
@NullMarked
package io.mainstay.engine.order;

import org.jspecify.annotations.NullMarked;
