/**
 * The worker process of a gateway endpoint: where its files are, whether it runs, how it is started and stopped.
 *
 * <p>Starting happens on a daemon platform thread of its own, so that a caller's deadline holds whatever the file system
 * or the new process do; everything else runs on the caller's thread. Nothing here opens a connection to a gateway.
 */
@NullMarked
package io.mainstay.client.worker;

import org.jspecify.annotations.NullMarked;
