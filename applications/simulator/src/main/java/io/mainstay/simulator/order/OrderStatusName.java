package io.mainstay.simulator.order;

/** The states of an order, under the names that IB writes. */
public enum OrderStatusName {
    /** Received, not yet acknowledged: nobody was told. */
    ApiPending,
    /** Known and waiting: for the market, for a trigger, for its parent. */
    PreSubmitted,
    /** Working at the exchange. */
    Submitted,
    /** A cancellation is on its way. */
    PendingCancel,
    /** Ended without being filled in full. */
    Cancelled,
    /** Filled in full. */
    Filled,
    /** Rejected. */
    Inactive;

    /** Whether nothing can happen to the order any more. */
    public boolean isFinal() {
        return this == Cancelled || this == Filled || this == Inactive;
    }
}
