package io.mainstay.cli.configuration;

/** A configuration file can't be used; the message says which, why and what now. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
