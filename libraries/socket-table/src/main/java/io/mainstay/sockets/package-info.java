/**
 * What the kernel knows about TCP sockets, read without opening one: a gateway is never asked whether it is there,
 * because the connections that ask are what wedges it.
 *
 * <p>Any thread may read; every read is a fresh one. Nothing here opens, closes or signals anything.
 */
@NullMarked
package io.mainstay.sockets;

import org.jspecify.annotations.NullMarked;
