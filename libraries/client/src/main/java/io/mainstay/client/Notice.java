package io.mainstay.client;

import java.time.Instant;

/**
 * What the gateway said outside an answer.
 *
 * @param code IB's number
 */
public record Notice(int code, String text, Instant at) {}
