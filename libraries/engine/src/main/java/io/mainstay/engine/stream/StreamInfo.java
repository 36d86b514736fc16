package io.mainstay.engine.stream;

/**
 * One stream as it is now.
 *
 * @param kind the wire name of the request that opens it
 * @param subject the contract, without account; empty if it is about none
 * @param holders clients that have it
 * @param phase how far it has come: {@code HELD}, {@code IN_TURN}, {@code ASKED}, {@code SENT} or {@code ANSWERED}
 * @param line whether it uses a market data line
 */
public record StreamInfo(String kind, String subject, int holders, String phase, boolean line) {}
