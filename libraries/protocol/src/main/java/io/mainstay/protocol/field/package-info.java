/**
 * The fields of the text dialect: terminated by a zero byte, numbers in decimal text, absence as nothing or as one of
 * IB's sentinels, which never leave this package.
 */
@NullMarked
package io.mainstay.protocol.field;

import org.jspecify.annotations.NullMarked;
