package io.mainstay.engine.upstream;

import io.mainstay.engine.port.CloseReason;

/**
 * A time without a session with the gateway.
 *
 * @param detail what was seen, in words
 * @param sinceNanos when the session ended or the first attempt began
 * @param retryAtNanos when the next attempt is due
 */
public record Outage(OutageCause cause, CloseReason reason, String detail, long sinceNanos, long retryAtNanos) {}
