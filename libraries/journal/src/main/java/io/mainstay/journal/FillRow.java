package io.mainstay.journal;

import org.jspecify.annotations.Nullable;

/**
 * One fill, its messages as bytes of the caller's making.
 *
 * @param commission null until its report has come
 */
@SuppressWarnings("ArrayRecordComponent") // handed through to the database, never compared
public record FillRow(int clientId, String execId, byte[] execution, byte @Nullable [] commission) {}
