package io.mainstay.engine.pacing;

/**
 * One lane in figures.
 *
 * @param waiting messages that wait now
 * @param oldestMs how long the oldest of those whose turn is next has waited
 * @param sent messages that have left since the engine began
 * @param waitedTotalMs how long all of those waited, added up
 * @param waitedLongestMs how long the one that waited longest did
 */
public record LaneStatus(Lane lane, int waiting, long oldestMs, long sent, long waitedTotalMs, long waitedLongestMs) {}
