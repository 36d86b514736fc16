@NullMarked
package io.mainstay.simulator.session;

import org.jspecify.annotations.NullMarked;
