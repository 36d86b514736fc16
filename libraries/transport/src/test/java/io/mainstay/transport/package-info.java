/** The transport's promises over real sockets, on both kinds of loop. */
@NullMarked
package io.mainstay.transport;

import org.jspecify.annotations.NullMarked;
