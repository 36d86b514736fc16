/** The greeting of a TWS session: the client's version range, the gateway's choice, and nothing after it. */
@NullMarked
package io.mainstay.protocol.handshake;

import org.jspecify.annotations.NullMarked;
