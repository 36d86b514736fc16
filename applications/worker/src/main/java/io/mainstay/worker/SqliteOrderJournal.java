package io.mainstay.worker;

import io.mainstay.engine.port.JournalException;
import io.mainstay.engine.port.JournaledOrder;
import io.mainstay.engine.port.JournaledOwner;
import io.mainstay.engine.port.OrderJournal;
import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.port.StoredExecution;
import io.mainstay.journal.ExecutionRow;
import io.mainstay.journal.JournalStore;
import io.mainstay.journal.OrderRow;
import io.mainstay.journal.OwnerRow;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The engine's order journal on the SQLite file. The driver unpacks and loads a native library, which takes as long as
 * the rest of the start; so the first opening runs beside it on a thread of its own, and who needs the journal first
 * waits for it. When it can't be opened, every later use tries again.
 *
 * <p>Messages are kept in the newest form, which has a place for everything: {@code 225:} and the payload in hexadecimal,
 * as {@code mainstay decode --server-version 225} reads it. Older journals have them in the text of version 200, with
 * {@code |} for the zero byte.
 */
final class SqliteOrderJournal implements OrderJournal, AutoCloseable {
    private static final int VERSION = MessageCodec.NEWEST_VERSION;

    /** What messages were kept in before it was written beside them. */
    private static final int UNNAMED_VERSION = MessageCodec.NEWEST_TEXT_VERSION;

    private static final char AFTER_VERSION = ':';

    /** How a bar and a backslash were written in that text. */
    private static final Pattern ESCAPED = Pattern.compile("\\\\[p\\\\]");

    private static final int PREFIX_BYTES = 4;

    private final Path file;
    private @Nullable CompletableFuture<JournalStore> opening;
    private @Nullable JournalStore store;

    SqliteOrderJournal(Path file) {
        this.file = file;
    }

    /** Begins to open the file. */
    void warmUp() {
        CompletableFuture<JournalStore> future = new CompletableFuture<>();
        opening = future;
        Thread.ofPlatform().daemon().name("journal-opening").start(() -> {
            try {
                future.complete(JournalStore.open(file));
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        });
    }

    @Override
    public List<JournaledOrder> newestOrders(int limit) throws JournalException {
        return call(s ->
                s.newestOrders(limit).stream().map(SqliteOrderJournal::order).toList());
    }

    @Override
    public int highestUpstreamOrderId() throws JournalException {
        return call(JournalStore::highestUpstreamOrderId);
    }

    @Override
    public Optional<JournaledOrder> byClientOrderId(int owner, int clientOrderId) throws JournalException {
        return call(s -> s.orderByClientId(owner, clientOrderId).map(SqliteOrderJournal::order));
    }

    @Override
    public Optional<JournaledOrder> byUpstreamOrderId(int upstreamOrderId) throws JournalException {
        return call(s -> s.orderByUpstreamId(upstreamOrderId).map(SqliteOrderJournal::order));
    }

    @Override
    public List<JournaledOwner> owners() throws JournalException {
        return call(s -> s.owners().stream()
                .map(row -> new JournaledOwner(row.owner(), row.identity(), row.clientId(), row.place()))
                .toList());
    }

    @Override
    public void addOwner(JournaledOwner owner) throws JournalException {
        run(s -> s.addOwner(new OwnerRow(owner.owner(), owner.identity(), owner.clientId(), owner.place())));
    }

    @Override
    public void intent(JournaledOrder order) throws JournalException {
        run(s -> s.upsertOrder(new OrderRow(
                order.owner(),
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
        run(s -> s.updateOrder(upstreamOrderId, phase.name(), permId));
    }

    @Override
    public void addExecutions(Collection<StoredExecution> executions) throws JournalException {
        var rows = new ArrayList<ExecutionRow>();
        for (StoredExecution e : executions) {
            CommissionAndFeesReport commission = e.commission();
            rows.add(new ExecutionRow(
                    e.execId(), e.owner(), text(e.execution()), commission == null ? "" : text(commission)));
        }
        run(s -> s.addExecutions(rows));
    }

    @Override
    public void addCommission(CommissionAndFeesReport commission) throws JournalException {
        run(s -> s.setCommission(commission.execId(), text(commission)));
    }

    @Override
    public boolean knowsExecution(String execId) throws JournalException {
        return call(s -> s.knowsExecution(execId));
    }

    @Override
    public List<StoredExecution> undelivered(int owner) throws JournalException {
        return call(s -> s.undelivered(owner).stream()
                .map(row -> new StoredExecution(
                        row.clientId(),
                        (ExecDetails) message(row.execution()),
                        row.commission().isEmpty() ? null : (CommissionAndFeesReport) message(row.commission())))
                .toList());
    }

    @Override
    public void delivered(Collection<String> execIds) throws JournalException {
        run(s -> s.markDelivered(execIds));
    }

    @Override
    public void close() throws SQLException {
        CompletableFuture<JournalStore> begun = opening;
        if (store == null && begun != null) {
            store = begun.handle((opened, failed) -> opened).join();
            opening = null;
        }
        if (store != null) {
            store.close();
            store = null;
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T on(JournalStore store) throws SQLException;
    }

    @FunctionalInterface
    private interface Run {
        void on(JournalStore store) throws SQLException;
    }

    private void run(Run action) throws JournalException {
        call(s -> {
            action.on(s);
            return true;
        });
    }

    private <T> T call(Call<T> action) throws JournalException {
        try {
            return action.on(opened());
        } catch (SQLException e) {
            throw new JournalException(String.valueOf(e.getMessage()), e);
        } catch (LinkageError e) {
            throw new JournalException("the SQLite library can't be loaded: " + e.getMessage(), e);
        }
    }

    private JournalStore opened() throws SQLException {
        JournalStore open = store;
        if (open != null) {
            return open;
        }
        CompletableFuture<JournalStore> begun = opening;
        opening = null;
        if (begun == null) {
            open = JournalStore.open(file);
        } else {
            try {
                open = begun.join();
            } catch (CompletionException e) {
                Throwable cause = e.getCause();
                throw cause instanceof SQLException failed
                        ? failed
                        : new SQLException("the journal can't be opened: " + cause, cause);
            }
        }
        store = open;
        return open;
    }

    private static JournaledOrder order(OrderRow row) {
        return new JournaledOrder(
                row.clientId(),
                row.clientOrderId(),
                row.upstreamOrderId(),
                row.permId(),
                row.orderRef(),
                OrderPhase.valueOf(row.state()),
                row.summary(),
                row.atMs());
    }

    private static String text(Message message) {
        var out = new FieldWriter(VERSION);
        message.write(out);
        return VERSION
                + String.valueOf(AFTER_VERSION)
                + HexFormat.of().formatHex(out.buffer(), PREFIX_BYTES, out.lengthBytes());
    }

    private static Message message(String text) {
        int colon = text.indexOf(AFTER_VERSION);
        if (colon > 0 && text.chars().limit(colon).allMatch(c -> c >= '0' && c <= '9')) {
            byte[] payload = HexFormat.of().parseHex(text, colon + 1, text.length());
            return MessageCodec.readIncoming(payload, 0, payload.length, Integer.parseInt(text, 0, colon, 10));
        }
        byte[] payload = ESCAPED.matcher(text.replace('|', '\0'))
                .replaceAll(escaped -> escaped.group().equals("\\p") ? "|" : "\\\\")
                .getBytes(StandardCharsets.UTF_8);
        return MessageCodec.readIncoming(payload, 0, payload.length, UNNAMED_VERSION);
    }
}
