@NullMarked
package io.mainstay.protocol.frame;

import org.jspecify.annotations.NullMarked;
