package io.mainstay.simulator.control;

import java.util.Map;

/** What can be asked of a running simulator. Called by the endpoint's thread. */
public interface Controls {
    /** What has happened so far, in values that JSON knows. */
    Map<String, Object> stats();

    /**
     * Moves a fault's switch; false if there is no such fault.
     *
     * @throws IllegalArgumentException if the fault's value is not of the right kind
     */
    boolean switchFault(String name, boolean on);
}
