package io.mainstay.client;

import io.mainstay.client.session.Channel;
import io.mainstay.client.session.Deadline;
import io.mainstay.protocol.message.CompletedOrder;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.OpenOrder;
import java.time.Duration;
import java.util.List;

/**
 * Finds the orders that this client id placed before this session: those that work, those that ended today, and those
 * that were filled today. A gateway knows no more than its own day.
 */
final class EarlierOrders {
    private static final int COMPLETED_ORDERS_SINCE = 150;

    /** Some gateways never end their answer when there were no executions. */
    private static final Duration PATIENCE_FOR_EXECUTIONS = Duration.ofSeconds(5);

    private final Connection connection;
    private final Orders orders;

    EarlierOrders(Connection connection, Orders orders) {
        this.connection = connection;
        this.orders = orders;
    }

    /**
     * Takes them over.
     *
     * @throws MainstayException if it can't be known whether all were found; nothing may be placed then
     */
    void find(Deadline deadline, Duration timeout) {
        for (OpenOrder open : orders.open(deadline)) {
            orders.adopt(open.order().orderRef(), open.orderId(), timeout, order -> {
                order.described(open.orderState(), open.order().permId());
                order.note("found among the open orders, not placed again");
            });
        }
        boolean completedKnown = connection.session().serverVersion() >= COMPLETED_ORDERS_SINCE;
        List<CompletedOrder> completed = completedKnown ? completed(deadline) : List.of();
        List<ExecDetails> executions = executions(deadline, completedKnown);
        for (CompletedOrder one : completed) {
            orders.adopt(one.order().orderRef(), orderIdOf(one, executions), timeout, order -> {
                order.described(one.orderState(), one.order().permId());
                order.note("found among the completed orders, not placed again: "
                        + one.orderState().completedStatus());
            });
        }
        for (ExecDetails one : executions) {
            orders.adopt(
                    one.execution().orderRef(),
                    one.orderId(),
                    timeout,
                    order -> order.note("found among the executions, not placed again"));
        }
    }

    private List<CompletedOrder> completed(Deadline deadline) {
        try (Channel<List<CompletedOrder>>.Share share =
                connection.session().channels().completedOrders().ask()) {
            return Calls.await(share.reply(), deadline, "completed orders; nothing was placed");
        }
    }

    private List<ExecDetails> executions(Deadline deadline, boolean completedKnown) {
        var question = new ExecutionsQuestion(connection.options().clientId());
        Deadline patience = completedKnown ? deadline.butAtMost(PATIENCE_FOR_EXECUTIONS) : deadline;
        try {
            return connection.ask(question, patience, "executions; nothing was placed");
        } catch (MainstayException.TimedOut e) {
            if (completedKnown && !deadline.passed()) {
                return List.of();
            }
            throw e;
        }
    }

    /** Completed orders are told without an order id; their executions have it. */
    private static int orderIdOf(CompletedOrder completed, List<ExecDetails> executions) {
        for (ExecDetails one : executions) {
            if (one.execution().permId() == completed.order().permId()
                    && one.execution().permId() != 0) {
                return one.orderId();
            }
        }
        return 0;
    }
}
