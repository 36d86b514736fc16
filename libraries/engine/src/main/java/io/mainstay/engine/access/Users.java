package io.mainstay.engine.access;

import java.util.Set;

/**
 * Which users of this machine a rule is for.
 *
 * @param any all, also those whom the kernel can't tell
 * @param own the worker's own user and root
 * @param uids these beside
 */
public record Users(boolean any, boolean own, Set<Integer> uids) {
    public static final Users ANY = new Users(true, false, Set.of());
    public static final Users OWN = new Users(false, true, Set.of());

    private static final int ROOT = 0;

    public Users {
        uids = Set.copyOf(uids);
    }

    boolean has(int uid, int ownUid) {
        return any || uid != Peer.UNKNOWN_UID && (own && (uid == ownUid || uid == ROOT) || uids.contains(uid));
    }
}
