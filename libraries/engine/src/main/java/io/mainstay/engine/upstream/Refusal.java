package io.mainstay.engine.upstream;

import java.util.function.UnaryOperator;

/** Why something is not sent, in words and for programs. */
public final class Refusal {
    private final String text;
    private final UnaryOperator<String> json;

    Refusal(String text, UnaryOperator<String> json) {
        this.text = text;
        this.json = json;
    }

    /** A sentence without a beginning capital or a full stop. */
    public String text() {
        return text;
    }

    /** The machine-readable form; empty if there is none. */
    public String json() {
        return json.apply("");
    }

    /** The machine-readable form with what it means for one order: {@code NOT_SENT} or {@code UNKNOWN}. */
    public String json(String outcome) {
        return json.apply(outcome);
    }
}
