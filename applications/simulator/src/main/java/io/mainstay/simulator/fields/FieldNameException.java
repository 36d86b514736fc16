package io.mainstay.simulator.fields;

/** A message or field is not called so, or can't have such a value; the text says what there is. */
public final class FieldNameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    FieldNameException(String message) {
        super(message);
    }
}
