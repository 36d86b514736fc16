/**
 * The fields of both dialects. Text: terminated by a zero byte, numbers in decimal text, absence as nothing or as one of
 * IB's sentinels, which never leave this package. Protobuf: numbered, what is absent is left out.
 */
@NullMarked
package io.mainstay.protocol.field;

import org.jspecify.annotations.NullMarked;
