@NullMarked
package io.mainstay.protocol.value;

import org.jspecify.annotations.NullMarked;
