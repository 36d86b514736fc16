package io.mainstay.engine.order;

import io.mainstay.engine.downstream.ClientIdentity;
import io.mainstay.engine.port.JournalException;
import io.mainstay.engine.port.JournaledOwner;
import io.mainstay.engine.port.OrderJournal;
import java.util.HashMap;
import java.util.Map;

/**
 * Who owns what when several clients may have the same client id. A client gets the same owner after every restart, its
 * own and ours.
 */
public final class Owners {
    private static final int FIRST_OF_OURS = -2;

    private record Key(String identity, int clientId, int place) {}

    private final OrderJournal journal;

    /** Those that are not client ids; as many as the journal has. */
    private final Map<Key, Integer> owners = new HashMap<>();

    /** The client id of each of them. */
    private final Map<Integer, Integer> clientIds = new HashMap<>();

    private boolean loaded;
    private int next = FIRST_OF_OURS;

    public Owners(OrderJournal journal) {
        this.journal = journal;
    }

    /** Reads the journal if that has not succeeded yet. */
    void load() throws JournalException {
        if (!loaded) {
            journal.owners().forEach(this::remember);
            loaded = true;
        }
    }

    /**
     * The owner for a client, durable when this returns.
     *
     * @param place 1 for the first client of that identity and client id at a time, 2 for the next, and so on
     */
    public int of(ClientIdentity identity, int clientId, int place) throws JournalException {
        if (identity.equals(ClientIdentity.ANYBODY) && place == 1) {
            return clientId;
        }
        load();
        Integer known = owners.get(new Key(identity.name(), clientId, place));
        if (known != null) {
            return known;
        }
        var owner = new JournaledOwner(next, identity.name(), clientId, place);
        journal.addOwner(owner);
        remember(owner);
        return owner.owner();
    }

    /** The client id that an owner knows itself by. */
    int clientId(int owner) {
        return clientIds.getOrDefault(owner, owner);
    }

    private void remember(JournaledOwner owner) {
        owners.put(new Key(owner.identity(), owner.clientId(), owner.place()), owner.owner());
        clientIds.put(owner.owner(), owner.clientId());
        next = Math.min(next, owner.owner() - 1);
    }
}
