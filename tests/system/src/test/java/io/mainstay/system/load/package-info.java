/** Many clients, many streams, many ends: what one gateway session takes. */
@NullMarked
package io.mainstay.system.load;

import org.jspecify.annotations.NullMarked;
