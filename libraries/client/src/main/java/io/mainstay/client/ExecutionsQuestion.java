package io.mainstay.client;

import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.ExecDetailsEnd;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqExecutions;
import java.util.ArrayList;
import java.util.List;

/** This day's executions of one client id, until their end marker. */
final class ExecutionsQuestion extends Gather<List<ExecDetails>> {
    /** "Not set" in a field that has no other word for it. */
    private static final int TODAY = Integer.MAX_VALUE;

    private final int clientId;
    private final List<ExecDetails> executions = new ArrayList<>();

    ExecutionsQuestion(int clientId) {
        this.clientId = clientId;
    }

    @Override
    Outgoing question(int reqId) {
        return new ReqExecutions(reqId, clientId, "", "", "", "", "", "", TODAY, List.of());
    }

    @Override
    public void onMessage(Incoming message) {
        if (message instanceof ExecDetails execution) {
            if (execution.execution().clientId() == clientId) {
                add(executions, execution);
            }
        } else if (message.messageId() == ExecDetailsEnd.ID) {
            reply().complete(List.copyOf(executions));
        }
    }
}
