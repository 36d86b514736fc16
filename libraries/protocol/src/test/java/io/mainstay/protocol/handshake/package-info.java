@NullMarked
package io.mainstay.protocol.handshake;

import org.jspecify.annotations.NullMarked;
