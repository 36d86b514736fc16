package io.mainstay.worker;

import io.mainstay.engine.port.JournalException;
import io.mainstay.engine.port.JournaledOrder;
import io.mainstay.engine.port.OrderJournal;
import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.port.StoredExecution;
import io.mainstay.journal.FillRow;
import io.mainstay.journal.Journal;
import io.mainstay.journal.OrderRow;
import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The engine's journal in the journal's file. The file is opened when it is first needed, and again after a failure: a disk
 * that was full at the start may have room when the next order comes.
 */
final class SqliteOrderJournal implements OrderJournal, AutoCloseable {
    /** Messages are kept in the text of this version, whatever version is spoken elsewhere. */
    private static final int STORED_VERSION = MessageCodec.NEWEST_TEXT_VERSION;

    private static final int PREFIX_BYTES = 4;

    private final Path file;
    private @Nullable Journal open;

    SqliteOrderJournal(Path file) {
        this.file = file;
    }

    @Override
    public List<JournaledOrder> newestOrders(int limit) throws JournalException {
        return call(journal -> {
            var orders = new ArrayList<JournaledOrder>();
            journal.newestOrders(limit).forEach(row -> orders.add(order(row)));
            return orders;
        });
    }

    @Override
    public int highestUpstreamOrderId() throws JournalException {
        return call(Journal::highestUpstreamOrderId);
    }

    @Override
    public Optional<JournaledOrder> byClientOrderId(int clientId, int clientOrderId) throws JournalException {
        return call(journal ->
                journal.byClientOrderId(clientId, clientOrderId).map(SqliteOrderJournal::order));
    }

    @Override
    public Optional<JournaledOrder> byUpstreamOrderId(int upstreamOrderId) throws JournalException {
        return call(journal -> journal.byUpstreamOrderId(upstreamOrderId).map(SqliteOrderJournal::order));
    }

    @Override
    public void intent(JournaledOrder order) throws JournalException {
        run(journal -> journal.put(new OrderRow(
                order.clientId(),
                order.clientOrderId(),
                order.upstreamOrderId(),
                order.permId(),
                order.orderRef(),
                order.phase().name(),
                order.summary(),
                order.atMs())));
    }

    @Override
    public void progress(int upstreamOrderId, OrderPhase phase, long permId) throws JournalException {
        run(journal -> journal.progress(upstreamOrderId, phase.name(), permId));
    }

    @Override
    public void addExecutions(Collection<StoredExecution> executions) throws JournalException {
        var rows = new ArrayList<FillRow>();
        for (StoredExecution stored : executions) {
            CommissionAndFeesReport commission = stored.commission();
            rows.add(new FillRow(
                    stored.clientId(),
                    stored.execId(),
                    bytes(stored.execution()),
                    commission == null ? null : bytes(commission)));
        }
        run(journal -> journal.addFills(rows));
    }

    @Override
    public void addCommission(CommissionAndFeesReport commission) throws JournalException {
        run(journal -> journal.addCommission(commission.execId(), bytes(commission)));
    }

    @Override
    public boolean knowsExecution(String execId) throws JournalException {
        return call(journal -> journal.knowsFill(execId));
    }

    @Override
    public List<StoredExecution> undelivered(int clientId) throws JournalException {
        return call(journal -> {
            var executions = new ArrayList<StoredExecution>();
            for (FillRow row : journal.undelivered(clientId)) {
                byte[] commission = row.commission();
                executions.add(new StoredExecution(
                        row.clientId(),
                        read(ExecDetails.class, row.execution()),
                        commission == null ? null : read(CommissionAndFeesReport.class, commission)));
            }
            return executions;
        });
    }

    @Override
    public void delivered(Collection<String> execIds) throws JournalException {
        run(journal -> journal.delivered(execIds));
    }

    @Override
    public void close() throws SQLException {
        Journal journal = open;
        open = null;
        if (journal != null) {
            journal.close();
        }
    }

    private static JournaledOrder order(OrderRow row) {
        return new JournaledOrder(
                row.clientId(),
                row.clientOrderId(),
                row.upstreamOrderId(),
                row.permId(),
                row.orderRef(),
                OrderPhase.valueOf(row.phase()),
                row.summary(),
                row.atMs());
    }

    private static byte[] bytes(Message message) {
        var out = new FieldWriter(STORED_VERSION);
        message.write(out);
        return out.toByteArray();
    }

    private static <M extends Message> M read(Class<M> type, byte[] frame) {
        return type.cast(
                MessageCodec.readIncoming(frame, PREFIX_BYTES, frame.length - PREFIX_BYTES, STORED_VERSION));
    }

    private interface Question<T> {
        T ask(Journal journal) throws SQLException;
    }

    private interface Change {
        void make(Journal journal) throws SQLException;
    }

    private void run(Change change) throws JournalException {
        call(journal -> {
            change.make(journal);
            return true;
        });
    }

    private <T> T call(Question<T> question) throws JournalException {
        try {
            Journal journal = open;
            if (journal == null) {
                journal = Journal.open(file, Clock.systemUTC());
                open = journal;
            }
            return question.ask(journal);
        } catch (IOException e) {
            throw new JournalException(String.valueOf(e.getMessage()), e);
        } catch (SQLException | FieldException | IllegalArgumentException | ClassCastException e) {
            throw new JournalException("the journal " + file + " failed: " + e.getMessage(), e);
        }
    }
}
