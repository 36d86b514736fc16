/** What clients are told by a gateway itself, and by a worker in front of an equal one. */
@NullMarked
package io.mainstay.system.conformance;

import org.jspecify.annotations.NullMarked;
