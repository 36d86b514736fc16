/**
 * What figures and times mean at a version. Layouts are the codec's; but a gateway also counts sizes of US stocks in lots of a
 * hundred for old clients, writes times without zones for them, and keeps from them what their version does not know. A
 * client is told what a gateway of its own version would have told it. Used by the engine's thread; no I/O.
 */
@NullMarked
package io.mainstay.engine.units;

import org.jspecify.annotations.NullMarked;
