package io.mainstay.protocol.value;

/**
 * The status of an order, as a gateway says it. A word that IB adds later is one too, of which nothing is said but the
 * word.
 *
 * @param word as on the wire, such as {@code PreSubmitted}; empty before the first status
 */
public record OrderStatusWord(String word) {
    public static final OrderStatusWord NONE = new OrderStatusWord("");
    public static final OrderStatusWord PENDING_SUBMIT = new OrderStatusWord("PendingSubmit");
    public static final OrderStatusWord PENDING_CANCEL = new OrderStatusWord("PendingCancel");
    public static final OrderStatusWord PRE_SUBMITTED = new OrderStatusWord("PreSubmitted");
    public static final OrderStatusWord SUBMITTED = new OrderStatusWord("Submitted");
    public static final OrderStatusWord API_PENDING = new OrderStatusWord("ApiPending");
    public static final OrderStatusWord API_CANCELLED = new OrderStatusWord("ApiCancelled");
    public static final OrderStatusWord CANCELLED = new OrderStatusWord("Cancelled");
    public static final OrderStatusWord FILLED = new OrderStatusWord("Filled");
    public static final OrderStatusWord INACTIVE = new OrderStatusWord("Inactive");

    /** The status of a word; equal words are equal statuses. */
    public static OrderStatusWord of(String word) {
        return new OrderStatusWord(word);
    }

    /** Whether nothing more can happen to the order. Inactive is not over: held and untransmitted orders show it too. */
    public boolean isOver() {
        return equals(FILLED) || equals(CANCELLED) || equals(API_CANCELLED);
    }

    /** Whether the gateway has taken the order, however it went on. */
    public boolean isTaken() {
        return isOver() || equals(PRE_SUBMITTED) || equals(SUBMITTED) || equals(PENDING_CANCEL);
    }

    @Override
    public String toString() {
        return word;
    }
}
