@NullMarked
package io.mainstay.sockets;

import org.jspecify.annotations.NullMarked;
