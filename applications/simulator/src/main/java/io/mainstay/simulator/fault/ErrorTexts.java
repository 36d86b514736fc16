package io.mainstay.simulator.fault;

import io.mainstay.protocol.error.ErrorCatalogue;

/** Codes that a fault is told to send. */
final class ErrorTexts {
    private ErrorTexts() {}

    /** A part of a value that is the code of an error that gateways send. */
    static int code(Value value, int part) {
        int code = value.whole(part, "", 1);
        if (!ErrorCatalogue.of(code).known()) {
            throw value.wrong("the code of an error that gateways send");
        }
        return code;
    }

    /** A code's meaning as the catalogue tells it, for faults that care about the code alone. */
    static String of(int code) {
        return ErrorCatalogue.of(code).meaning();
    }
}
