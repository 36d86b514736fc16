/** Clients that others wrote, as oracles of the protocol: what they send is what we read, what we send they read. */
@NullMarked
package io.mainstay.system.oracle;

import org.jspecify.annotations.NullMarked;
