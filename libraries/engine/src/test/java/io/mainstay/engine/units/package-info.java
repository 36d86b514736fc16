@NullMarked
package io.mainstay.engine.units;

import org.jspecify.annotations.NullMarked;
