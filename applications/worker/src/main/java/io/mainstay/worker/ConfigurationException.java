package io.mainstay.worker;

/** A file of the worker is not as needed. The message says which, where, why and what to do. */
final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    ConfigurationException(String problem) {
        super(problem);
    }

    ConfigurationException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
