package io.mainstay.simulator.control;

import java.math.BigDecimal;
import java.util.Map;

/** What can be asked of a running simulator. Called by the endpoint's thread. */
public interface Controls {
    /** What has happened so far, in values that JSON knows. */
    Map<String, Object> stats();

    /** Every fault that there is, and those that are or were switched on with their strikes. */
    Map<String, Object> faults();

    /**
     * Moves a fault's switch; false if there is no such fault.
     *
     * @throws IllegalArgumentException if the fault's value or trigger is not of the right kind
     */
    boolean switchFault(String name, boolean on);

    /**
     * Enters an order as the user of TWS's window does, and returns its permId.
     *
     * @throws IllegalArgumentException with the reason if the gateway does not take it
     */
    long enterOrder(ManualOrder order);

    /**
     * Cancels any order as the user of TWS's window does.
     *
     * @throws IllegalArgumentException if no order that works has that permId
     */
    void cancelOrder(long permId);

    /**
     * Corrects the price of an execution, and returns the id of the correction.
     *
     * @throws IllegalArgumentException if there is no such execution
     */
    String correctExecution(String execId, BigDecimal price);

    /** Publishes a news bulletin. */
    void publishBulletin(String text);
}
