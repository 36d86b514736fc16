package io.mainstay.worker;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A listener beside the usual ones, as its options say.
 *
 * @param tls empty on the loopback only
 */
record NetworkListener(String host, int port, Optional<Tls> tls) {
    /** @param clientAuthority null if clients show no certificate */
    record Tls(Path certificate, Path key, @Nullable Path clientAuthority) {}
}
