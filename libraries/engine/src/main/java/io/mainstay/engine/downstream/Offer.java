package io.mainstay.engine.downstream;

import java.util.OptionalInt;

/** What clients are offered when they greet. */
public interface Offer {
    /** The newest version that the gateway carries; empty while that is about to be known. */
    OptionalInt gatewayVersion();

    /** What clients are told as the gateway's clock. */
    String connectionTime();
}
