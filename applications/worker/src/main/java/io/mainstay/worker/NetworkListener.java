package io.mainstay.worker;

import io.mainstay.engine.access.AccessRules;
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
    record Tls(Path certificate, Path key, @Nullable Path clientAuthority) {
        /** Whether nobody can come in without a certificate, so that the handshake asks for one. */
        boolean certificateIsNeeded(AccessRules rules) {
            return clientAuthority != null && !rules.admitNetworkByToken();
        }
    }

    /**
     * Holds rules against it.
     *
     * @param file where they stand, for the text
     * @throws ConfigurationException if it would listen to the network for nobody
     */
    void check(AccessRules rules, Path file) throws ConfigurationException {
        if (tls.isPresent() && !rules.admitNetwork()) {
            throw new ConfigurationException("--listen " + host + ":" + port + ": no rule in " + file
                    + " lets anybody in from the network; add one with a token (mainstay worker token NAME) or with a"
                    + " certificate");
        }
    }
}
