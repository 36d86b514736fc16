@NullMarked
package io.mainstay.protocol.message;

import org.jspecify.annotations.NullMarked;
