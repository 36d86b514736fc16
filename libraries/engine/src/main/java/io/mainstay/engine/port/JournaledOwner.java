package io.mainstay.engine.port;

/**
 * Who owns orders and fills, in one number for ever. It is the client id itself for a client that only its client id tells
 * from others; where several clients may have the same client id, each but that one has a number below -1.
 *
 * @param identity the name of the client's identity; may be empty
 * @param clientId the client id that the client knows itself by
 * @param place 1 for the first client of that identity and client id at a time, 2 for the next, and so on
 */
public record JournaledOwner(int owner, String identity, int clientId, int place) {}
