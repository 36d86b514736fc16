@NullMarked
package io.mainstay.protocol.error;

import org.jspecify.annotations.NullMarked;
