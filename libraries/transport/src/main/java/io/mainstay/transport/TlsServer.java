package io.mainstay.transport;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a listener shows and asks for over TLS: version 1.3 alone. */
public final class TlsServer {
    private static final String VERSION = "TLSv1.3";

    private final SslContext context;

    private TlsServer(SslContext context) {
        this.context = context;
    }

    /**
     * Reads keys and certificates.
     *
     * @param certificate a PEM file with the server's certificate, and those between it and its authority
     * @param key a PEM file with its private key, PKCS #8, without a password
     * @param clientAuthority a PEM file with the authority of clients' certificates; null if none are asked for
     * @param clientsMust whether a client without a certificate is refused
     * @throws IOException if one of them can't be used
     */
    public static TlsServer of(Path certificate, Path key, @Nullable Path clientAuthority, boolean clientsMust)
            throws IOException {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols(VERSION);
            if (clientAuthority != null) {
                builder.trustManager(clientAuthority.toFile())
                        .clientAuth(clientsMust ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
            }
            return new TlsServer(builder.build());
        } catch (IllegalArgumentException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        } catch (SSLException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    SslContext context() {
        return context;
    }
}
