@NullMarked
package io.mainstay.protocol.field;

import org.jspecify.annotations.NullMarked;
