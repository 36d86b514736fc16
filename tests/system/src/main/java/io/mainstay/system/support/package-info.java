/** Starts the real command and its processes in folders and at ports of a test's own, and proves that nothing is left. */
@NullMarked
package io.mainstay.system.support;

import org.jspecify.annotations.NullMarked;
