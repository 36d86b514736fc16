/**
 * Measures whole processes and round trips on this machine. Figures of one run compare with each other; figures of two
 * runs do not.
 */
@NullMarked
package io.mainstay.benchmark;

import org.jspecify.annotations.NullMarked;
