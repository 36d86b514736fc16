package io.mainstay.engine.downstream;

import java.util.List;
import java.util.Optional;

/** Finds the sessions that are being served. */
public interface ClientDirectory {
    /** The READY session that holds a client id. */
    Optional<ClientSession> holder(int clientId);

    /** All READY sessions; a copy. */
    List<ClientSession> ready();
}
