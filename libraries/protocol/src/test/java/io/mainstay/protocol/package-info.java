@NullMarked
package io.mainstay.protocol;

import org.jspecify.annotations.NullMarked;
