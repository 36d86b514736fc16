package io.mainstay.protocol.error;

/** How much an error message matters: many only inform. */
public enum Severity {
    INFO,
    WARNING,
    ERROR
}
