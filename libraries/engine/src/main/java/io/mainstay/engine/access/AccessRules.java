package io.mainstay.engine.access;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * All rules, in the order in which they are asked. The first that fits decides; a client that shows a token is found by that
 * token's rule alone.
 *
 * @param ownUid the worker's own user
 */
public record AccessRules(List<AccessRule> rules, int ownUid) {
    /** The rule at the end of every list: who may read the worker's memory anyway may do everything. */
    private static final AccessRule OWN_USER = new AccessRule(
            "own-user", EnumSet.of(Via.UNIX, Via.LOOPBACK), Users.OWN, "", "", Role.ADMIN, Set.of(), OrderLimits.NONE);

    public AccessRules {
        rules = List.copyOf(rules);
    }

    /** No rule but that the worker's own user, and root, may do everything from this machine. */
    public static AccessRules ownUserOnly(int ownUid) {
        return new AccessRules(List.of(OWN_USER), ownUid);
    }

    /** These rules, and after them the one for the worker's own user. */
    public static AccessRules of(List<AccessRule> rules, int ownUid) {
        var all = new ArrayList<>(rules);
        all.add(OWN_USER);
        return new AccessRules(all, ownUid);
    }

    /** Whether anybody could come in from the network. */
    public boolean admitNetwork() {
        return rules.stream().anyMatch(rule -> rule.from().contains(Via.NETWORK) && rule.asksForProof());
    }

    /** Whether anybody could come in from the network with a token and no certificate. */
    public boolean admitNetworkByToken() {
        return rules.stream()
                .anyMatch(rule -> rule.from().contains(Via.NETWORK)
                        && !rule.tokenHash().isEmpty()
                        && rule.certificate().isEmpty());
    }
}
