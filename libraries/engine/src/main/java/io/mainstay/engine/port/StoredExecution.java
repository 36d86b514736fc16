package io.mainstay.engine.port;

import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.ExecDetails;
import org.jspecify.annotations.Nullable;

/**
 * A fill of a client's order.
 *
 * @param owner whose order it is, see {@link JournaledOwner}
 * @param execution the message with the owner's ids, as one that nobody asked for
 * @param commission its commission report, null as long as none has come
 */
public record StoredExecution(
        int owner, ExecDetails execution, @Nullable CommissionAndFeesReport commission) {
    /** IB's id of the fill, by which it is told from others. */
    public String execId() {
        return execution.execution().execId();
    }
}
