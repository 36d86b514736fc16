/** The journal's promises, on real files. */
@NullMarked
package io.mainstay.journal;

import org.jspecify.annotations.NullMarked;
