/** The reference page of the messages, held against their descriptions. */
@NullMarked
package io.mainstay.protocol.reference;

import org.jspecify.annotations.NullMarked;
