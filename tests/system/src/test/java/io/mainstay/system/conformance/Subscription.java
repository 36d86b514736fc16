package io.mainstay.system.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A subscription of the script that clients hold together through the worker.
 *
 * @param key which arguments of an event, from 1, say which of its values it is
 * @param beginsWithTheNext whether who joins it has to wait for the next event
 */
record Subscription(List<Integer> key, boolean beginsWithTheNext) {
    /** The values of an account, which no client is told twice before anything has changed. */
    static final Set<String> TOLD_ONCE = Set.of("updateAccountValue", "message 6");

    /** By the place at which the clients write its events down. */
    static final Map<String, Subscription> BY_PLACE = Map.ofEntries(
            Map.entry("id 40", new Subscription(List.of(2), false)),
            Map.entry("id 41", new Subscription(List.of(2), false)),
            Map.entry("id 50", new Subscription(List.of(2, 4), false)),
            Map.entry("id 51", new Subscription(List.of(2, 5), false)),
            Map.entry("id 60", new Subscription(List.of(), true)),
            Map.entry("id 61", new Subscription(List.of(), true)),
            Map.entry("id 62", new Subscription(List.of(), true)),
            Map.entry("id 64", new Subscription(List.of(2), false)),
            Map.entry("id 71", new Subscription(List.of(4, 6), false)),
            Map.entry("joined quote", new Subscription(List.of(3), false)),
            Map.entry("message 6", new Subscription(List.of(2, 4), false)),
            Map.entry("message 7", new Subscription(List.of(), false)),
            Map.entry("updateAccountValue", new Subscription(List.of(1, 3), false)),
            Map.entry("updatePortfolio", new Subscription(List.of(), false)));
}
