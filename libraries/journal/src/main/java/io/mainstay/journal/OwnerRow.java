package io.mainstay.journal;

/**
 * Whose orders carry a number in place of a client id.
 *
 * @param owner that number, below -1
 * @param place which of the clients of that identity and client id it is, from 1
 */
public record OwnerRow(int owner, String identity, int clientId, int place) {}
