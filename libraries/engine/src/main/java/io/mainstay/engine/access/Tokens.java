package io.mainstay.engine.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tokens as clients show them: {@code token=...} among the options of the greeting or among the optional capabilities of
 * START_API, which the official clients and those built on them let their users set.
 */
final class Tokens {
    private static final Pattern SHOWN = Pattern.compile("(?:^|[\\s;,])token=([^\\s;,]*)");

    private Tokens() {}

    /** The token that a client shows; empty if it shows none. */
    static Optional<String> in(String greetingOptions, String capabilities) {
        Matcher inCapabilities = SHOWN.matcher(capabilities);
        if (inCapabilities.find()) {
            return Optional.of(inCapabilities.group(1));
        }
        Matcher inOptions = SHOWN.matcher(greetingOptions);
        return inOptions.find() ? Optional.of(inOptions.group(1)) : Optional.empty();
    }

    /** Compares in a time that does not depend on where the two differ. */
    static boolean matches(String token, String hash) {
        return MessageDigest.isEqual(
                hash(token).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
