package io.mainstay.engine;

/**
 * What other rules did to those who were in.
 *
 * @param ended sessions that no rule lets in any more
 * @param changed sessions that go on with other rights
 * @param requestsEnded what those may not hold any more, of all of them together
 * @param ordersGivenBack orders that waited here and were given back unsent, or of which a change was
 */
public record AccessOutcome(int ended, int changed, int requestsEnded, int ordersGivenBack) {}
