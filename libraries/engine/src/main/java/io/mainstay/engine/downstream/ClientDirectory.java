package io.mainstay.engine.downstream;

import java.util.List;
import java.util.Optional;

/** Finds the sessions that are being served. */
public interface ClientDirectory {
    /** The READY session that orders of an owner belong to. */
    Optional<ClientSession> holder(int owner);

    /** All READY sessions; a copy. */
    List<ClientSession> ready();
}
