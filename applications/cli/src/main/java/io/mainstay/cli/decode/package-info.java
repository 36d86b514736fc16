/** Turns captured bytes of a TWS session into something that people can read. No thread; one input after the other. */
@NullMarked
package io.mainstay.cli.decode;

import org.jspecify.annotations.NullMarked;
