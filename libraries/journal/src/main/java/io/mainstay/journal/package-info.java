/**
 * What must survive a crash, in one SQLite file that any database browser can read: the intents of orders and the fills
 * of their owners. Blocks its caller for the time of a disk write; used by one thread at a time. Knows no protocol.
 */
@NullMarked
package io.mainstay.journal;

import org.jspecify.annotations.NullMarked;
