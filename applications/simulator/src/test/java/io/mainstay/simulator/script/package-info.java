/** Scripts and the language that they are written in. */
@NullMarked
package io.mainstay.simulator.script;

import org.jspecify.annotations.NullMarked;
