/** What users do, done with the real command and real processes; everything is looked at from outside. */
@NullMarked
package io.mainstay.system;

import org.jspecify.annotations.NullMarked;
