package io.mainstay.engine.port;

import io.mainstay.protocol.message.CommissionAndFeesReport;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Keeps orders and fills over crashes. A method that returns has made its change durable. */
public interface OrderJournal {
    /** The newest orders, at most {@code limit}, oldest first. */
    List<JournaledOrder> newestOrders(int limit) throws JournalException;

    /** The largest upstream order id ever used; 0 if none. */
    int highestUpstreamOrderId() throws JournalException;

    Optional<JournaledOrder> byClientOrderId(int owner, int clientOrderId) throws JournalException;

    Optional<JournaledOrder> byUpstreamOrderId(int upstreamOrderId) throws JournalException;

    /** The owners that are not client ids. */
    List<JournaledOwner> owners() throws JournalException;

    void addOwner(JournaledOwner owner) throws JournalException;

    /** Writes a new order, or the new wish for an order that exists, before its bytes leave. */
    void intent(JournaledOrder order) throws JournalException;

    /** Notes how far an order has come. */
    void progress(int upstreamOrderId, OrderPhase phase, long permId) throws JournalException;

    /** Adds fills not seen before, undelivered; one whose execId is known is left as it is. */
    void addExecutions(Collection<StoredExecution> executions) throws JournalException;

    void addCommission(CommissionAndFeesReport commission) throws JournalException;

    boolean knowsExecution(String execId) throws JournalException;

    /** The fills of an owner that it has not been given, oldest first. */
    List<StoredExecution> undelivered(int owner) throws JournalException;

    void delivered(Collection<String> execIds) throws JournalException;
}
