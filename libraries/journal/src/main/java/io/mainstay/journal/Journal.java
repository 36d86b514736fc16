package io.mainstay.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.sqlite.JDBC;

/** The journal's file. Used by one thread. */
public final class Journal implements AutoCloseable {
    /** The newest layout that this program knows. */
    public static final int SCHEMA_VERSION = 1;

    private static final String ORDER_COLUMNS =
            "client_id, client_order_id, upstream_order_id, perm_id, order_ref, phase, summary, at_ms";

    private final Connection connection;
    private final Clock clock;

    private Journal(Connection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * Opens the file, made with mode 0600 if there is none.
     *
     * @throws IOException if it can't be used; the message says what and why, and nothing was changed
     */
    public static Journal open(Path file, Clock clock) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        try {
            Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
            try {
                prepare(connection, file);
                return new Journal(connection, clock);
            } catch (SQLException | IOException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new IOException("the journal " + file + " can't be opened: " + e.getMessage(), e);
        }
    }

    private static void prepare(Connection connection, Path file) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            // At every commit the log is forced, so that an order's intent survives a power cut.
            statement.execute("PRAGMA synchronous = FULL");
            int version;
            try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
                version = row.next() ? row.getInt(1) : 0;
            }
            if (version > SCHEMA_VERSION) {
                throw new IOException(
                        "the journal " + file + " is of version " + version + ", newer than this program's "
                                + SCHEMA_VERSION + ": use the newer program; nothing was changed");
            }
            if (version < SCHEMA_VERSION) {
                connection.setAutoCommit(false);
                for (int next = version + 1; next <= SCHEMA_VERSION; next++) {
                    for (String sql : script(next).split(";")) {
                        if (!sql.isBlank()) {
                            statement.execute(sql);
                        }
                    }
                }
                statement.execute("PRAGMA user_version = " + SCHEMA_VERSION);
                connection.commit();
            }
        }
        connection.setAutoCommit(false);
    }

    private static String script(int version) throws IOException {
        try (InputStream in = Journal.class.getResourceAsStream(version + ".sql")) {
            if (in == null) {
                throw new IOException("the program lacks its migration " + version + ".sql");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The newest orders, at most {@code limit}, oldest first. */
    public List<OrderRow> newestOrders(int limit) throws SQLException {
        List<OrderRow> newest = orders("ORDER BY upstream_order_id DESC LIMIT ?", limit);
        return newest.reversed();
    }

    /** The largest upstream order id ever used; 0 if none. */
    public int highestUpstreamOrderId() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT MAX(upstream_order_id) FROM orders");
                ResultSet row = query.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    public Optional<OrderRow> byClientOrderId(int clientId, int clientOrderId) throws SQLException {
        return orders("WHERE client_id = ? AND client_order_id = ?", clientId, clientOrderId).stream()
                .findFirst();
    }

    public Optional<OrderRow> byUpstreamOrderId(int upstreamOrderId) throws SQLException {
        return orders("WHERE upstream_order_id = ?", upstreamOrderId).stream().findFirst();
    }

    /** Writes a new order, or the new state of one that is there. */
    public void put(OrderRow order) throws SQLException {
        durably(() -> {
            try (PreparedStatement put = connection.prepareStatement("INSERT INTO orders (" + ORDER_COLUMNS
                    + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (upstream_order_id) DO UPDATE SET"
                    + " perm_id = excluded.perm_id, order_ref = excluded.order_ref, phase = excluded.phase,"
                    + " summary = excluded.summary, at_ms = excluded.at_ms")) {
                put.setInt(1, order.clientId());
                put.setInt(2, order.clientOrderId());
                put.setInt(3, order.upstreamOrderId());
                put.setLong(4, order.permId());
                put.setString(5, order.orderRef());
                put.setString(6, order.phase());
                put.setString(7, order.summary());
                put.setLong(8, order.atMs());
                put.executeUpdate();
            }
            event(order.upstreamOrderId(), order.phase(), order.permId(), order.summary());
        });
    }

    /** Notes how far an order has come. */
    public void progress(int upstreamOrderId, String phase, long permId) throws SQLException {
        durably(() -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE orders SET phase = ?, perm_id = MAX(perm_id, ?) WHERE upstream_order_id = ?")) {
                update.setString(1, phase);
                update.setLong(2, permId);
                update.setInt(3, upstreamOrderId);
                update.executeUpdate();
            }
            event(upstreamOrderId, phase, permId, "");
        });
    }

    /** Adds fills that are not there yet, undelivered. */
    public void addFills(Collection<FillRow> fills) throws SQLException {
        durably(() -> {
            try (PreparedStatement add = connection.prepareStatement(
                    "INSERT INTO fills (exec_id, client_id, execution, commission, delivered) VALUES (?, ?, ?, ?, 0)"
                            + " ON CONFLICT (exec_id) DO NOTHING")) {
                for (FillRow fill : fills) {
                    add.setString(1, fill.execId());
                    add.setInt(2, fill.clientId());
                    add.setBytes(3, fill.execution());
                    add.setBytes(4, fill.commission());
                    add.executeUpdate();
                }
            }
        });
    }

    /** Adds its commission to a fill that is there. */
    public void addCommission(String execId, byte[] commission) throws SQLException {
        durably(() -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE fills SET commission = ? WHERE exec_id = ?")) {
                update.setBytes(1, commission);
                update.setString(2, execId);
                update.executeUpdate();
            }
        });
    }

    public boolean knowsFill(String execId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM fills WHERE exec_id = ?")) {
            query.setString(1, execId);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /** The fills that a client has not been given, oldest first. */
    public List<FillRow> undelivered(int clientId) throws SQLException {
        var fills = new ArrayList<FillRow>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT client_id, exec_id, execution, commission FROM fills WHERE client_id = ? AND delivered = 0"
                        + " ORDER BY id")) {
            query.setInt(1, clientId);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    fills.add(new FillRow(row.getInt(1), row.getString(2), row.getBytes(3), row.getBytes(4)));
                }
            }
        }
        return fills;
    }

    public void delivered(Collection<String> execIds) throws SQLException {
        durably(() -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE fills SET delivered = 1 WHERE exec_id = ?")) {
                for (String execId : execIds) {
                    update.setString(1, execId);
                    update.executeUpdate();
                }
            }
        });
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void event(int upstreamOrderId, String phase, long permId, String summary) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(
                "INSERT INTO order_events (upstream_order_id, phase, perm_id, summary, at_ms) VALUES (?, ?, ?, ?, ?)")) {
            add.setInt(1, upstreamOrderId);
            add.setString(2, phase);
            add.setLong(3, permId);
            add.setString(4, summary);
            add.setLong(5, clock.millis());
            add.executeUpdate();
        }
    }

    private List<OrderRow> orders(String condition, int... parameters) throws SQLException {
        var orders = new ArrayList<OrderRow>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + ORDER_COLUMNS + " FROM orders " + condition)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setInt(i + 1, parameters[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    orders.add(new OrderRow(
                            row.getInt(1),
                            row.getInt(2),
                            row.getInt(3),
                            row.getLong(4),
                            row.getString(5),
                            row.getString(6),
                            row.getString(7),
                            row.getLong(8)));
                }
            }
        }
        return orders;
    }

    private interface Work {
        void run() throws SQLException;
    }

    /** All of it or nothing. */
    private void durably(Work work) throws SQLException {
        try {
            work.run();
            connection.commit();
        } catch (SQLException e) {
            try {
                connection.rollback();
            } catch (SQLException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }
}
