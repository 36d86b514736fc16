package io.mainstay.engine.operator;

/**
 * What became of an operator's wish.
 *
 * @param done false if it could not be done, with nothing changed
 * @param text the sentence that says what is the case now, or why nothing was done
 */
public record OperatorAnswer(boolean done, String text) {
    public static OperatorAnswer done(String text) {
        return new OperatorAnswer(true, text);
    }

    public static OperatorAnswer refused(String text) {
        return new OperatorAnswer(false, text);
    }
}
