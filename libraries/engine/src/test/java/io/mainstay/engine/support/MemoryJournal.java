package io.mainstay.engine.support;

import io.mainstay.engine.port.JournalException;
import io.mainstay.engine.port.JournaledOrder;
import io.mainstay.engine.port.JournaledOwner;
import io.mainstay.engine.port.OrderJournal;
import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.port.StoredExecution;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A journal that outlives the engine and can be told to fail. */
public final class MemoryJournal implements OrderJournal {
    public final Map<Integer, JournaledOrder> orders = new LinkedHashMap<>();
    public final Map<String, StoredExecution> executions = new LinkedHashMap<>();
    public final List<JournaledOwner> owners = new ArrayList<>();
    public final Set<String> delivered = new LinkedHashSet<>();

    /** What was called, in order: for promises about before and after. */
    public final List<String> calls = new ArrayList<>();

    public boolean failing;

    @Override
    public List<JournaledOrder> newestOrders(int limit) throws JournalException {
        check("newestOrders");
        return List.copyOf(orders.values());
    }

    @Override
    public int highestUpstreamOrderId() throws JournalException {
        check("highest");
        return orders.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    @Override
    public Optional<JournaledOrder> byClientOrderId(int owner, int clientOrderId) throws JournalException {
        check("byClientOrderId");
        return orders.values().stream()
                .filter(o -> o.owner() == owner && o.clientOrderId() == clientOrderId)
                .findFirst();
    }

    @Override
    public Optional<JournaledOrder> byUpstreamOrderId(int upstreamOrderId) throws JournalException {
        check("byUpstreamOrderId");
        return Optional.ofNullable(orders.get(upstreamOrderId));
    }

    @Override
    public List<JournaledOwner> owners() throws JournalException {
        check("owners");
        return List.copyOf(owners);
    }

    @Override
    public void addOwner(JournaledOwner owner) throws JournalException {
        check("addOwner " + owner.owner());
        owners.add(owner);
    }

    @Override
    public void intent(JournaledOrder order) throws JournalException {
        check("intent " + order.upstreamOrderId());
        orders.put(order.upstreamOrderId(), order);
    }

    @Override
    public void progress(int upstreamOrderId, OrderPhase phase, long permId) throws JournalException {
        check("progress " + upstreamOrderId + " " + phase);
        orders.computeIfPresent(
                upstreamOrderId,
                (id, o) -> new JournaledOrder(
                        o.owner(), o.clientOrderId(), id, permId, o.orderRef(), phase, o.summary(), o.atMs()));
    }

    @Override
    public void addExecutions(Collection<StoredExecution> added) throws JournalException {
        check("addExecutions");
        added.forEach(e -> executions.putIfAbsent(e.execId(), e));
    }

    @Override
    public void addCommission(CommissionAndFeesReport commission) throws JournalException {
        check("addCommission");
        executions.computeIfPresent(
                commission.execId(), (id, e) -> new StoredExecution(e.owner(), e.execution(), commission));
    }

    @Override
    public boolean knowsExecution(String execId) throws JournalException {
        check("knowsExecution");
        return executions.containsKey(execId);
    }

    @Override
    public List<StoredExecution> undelivered(int owner) throws JournalException {
        check("undelivered");
        return executions.values().stream()
                .filter(e -> e.owner() == owner && !delivered.contains(e.execId()))
                .toList();
    }

    @Override
    public void delivered(Collection<String> execIds) throws JournalException {
        check("delivered");
        delivered.addAll(execIds);
    }

    /** An order that must be there. */
    public JournaledOrder order(int upstreamOrderId) {
        return Objects.requireNonNull(orders.get(upstreamOrderId), "no order " + upstreamOrderId);
    }

    /** A fill that must be there. */
    public StoredExecution execution(String execId) {
        return Objects.requireNonNull(executions.get(execId), "no fill " + execId);
    }

    private void check(String call) throws JournalException {
        if (failing) {
            throw new JournalException("no space left on device", new java.io.IOException("ENOSPC"));
        }
        calls.add(call);
    }
}
