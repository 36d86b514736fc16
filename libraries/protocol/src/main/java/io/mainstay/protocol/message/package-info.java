/**
 * The TWS messages of both directions as immutable records, most of them generated from {@code tws.schema}, and the
 * codec that reads and writes them at any server version from 100 on, in the text and the protobuf dialect.
 */
@NullMarked
package io.mainstay.protocol.message;

import org.jspecify.annotations.NullMarked;
