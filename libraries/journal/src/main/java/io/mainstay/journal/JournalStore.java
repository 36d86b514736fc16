package io.mainstay.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The journal's file, open. A method that changes something returns when the change is on the disk (write-ahead log,
 * {@code synchronous=FULL}); one that fails has changed nothing.
 */
public final class JournalStore implements AutoCloseable {
    /** The form of the tables; a file with a higher number was written by a newer Mainstay and is left alone. */
    static final int SCHEMA_VERSION = 2;

    private static final int BUSY_MS = 2_000;

    private static final List<String> SCHEMA_1 = List.of(
            """
            CREATE TABLE orders (
              upstream_order_id INTEGER PRIMARY KEY,
              client_id INTEGER NOT NULL,
              client_order_id INTEGER NOT NULL,
              perm_id INTEGER NOT NULL,
              order_ref TEXT NOT NULL,
              state TEXT NOT NULL,
              summary TEXT NOT NULL,
              wished_at_ms INTEGER NOT NULL,
              UNIQUE (client_id, client_order_id))""", """
            CREATE TABLE executions (
              sequence INTEGER PRIMARY KEY AUTOINCREMENT,
              exec_id TEXT NOT NULL UNIQUE,
              client_id INTEGER NOT NULL,
              execution TEXT NOT NULL,
              commission TEXT NOT NULL,
              delivered INTEGER NOT NULL)""", "CREATE INDEX executions_undelivered ON executions (client_id, sequence) WHERE delivered = 0");

    /** Numbers below -1 in the columns {@code client_id} are explained here; messages name the version they are in. */
    private static final List<String> SCHEMA_2 = List.of("""
            CREATE TABLE owners (
              owner INTEGER PRIMARY KEY,
              identity TEXT NOT NULL,
              client_id INTEGER NOT NULL,
              place INTEGER NOT NULL,
              UNIQUE (identity, client_id, place))""");

    /** What leads from each form to the next. */
    private static final List<List<String>> SCHEMAS = List.of(SCHEMA_1, SCHEMA_2);

    private static final String ORDER_COLUMNS =
            "client_id, client_order_id, upstream_order_id, perm_id, order_ref, state, summary, wished_at_ms";

    private final Connection connection;

    private JournalStore(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens the file, or makes it, readable by its owner alone.
     *
     * @throws SQLException if it can't be used, or was written by a newer Mainstay
     */
    public static JournalStore open(Path file) throws SQLException {
        try {
            if (Files.notExists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (IOException e) {
            throw new SQLException("the journal " + file + " can't be made: " + e, e);
        }
        var properties = new Properties();
        properties.setProperty("journal_mode", "WAL");
        properties.setProperty("synchronous", "FULL");
        properties.setProperty("busy_timeout", Integer.toString(BUSY_MS));
        // The driver's own connect, since DriverManager would look through the class path for other drivers.
        Connection connection = new org.sqlite.JDBC().connect("jdbc:sqlite:" + file, properties);
        if (connection == null) {
            throw new SQLException("the SQLite driver does not take the path " + file);
        }
        var store = new JournalStore(connection);
        try {
            store.migrate(file);
        } catch (SQLException e) {
            try {
                connection.close();
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        return store;
    }

    /** Those whose orders carry a number in place of a client id. */
    public List<OwnerRow> owners() throws SQLException {
        var rows = new ArrayList<OwnerRow>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT owner, identity, client_id, place FROM owners")) {
            while (result.next()) {
                rows.add(new OwnerRow(result.getInt(1), result.getString(2), result.getInt(3), result.getInt(4)));
            }
        }
        return rows;
    }

    public void addOwner(OwnerRow row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO owners (owner, identity, client_id, place) VALUES (?, ?, ?, ?)")) {
            statement.setInt(1, row.owner());
            statement.setString(2, row.identity());
            statement.setInt(3, row.clientId());
            statement.setInt(4, row.place());
            statement.executeUpdate();
        }
    }

    public void upsertOrder(OrderRow order) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO orders (" + ORDER_COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (upstream_order_id) DO UPDATE SET"
                + " order_ref = excluded.order_ref, summary = excluded.summary,"
                + " wished_at_ms = excluded.wished_at_ms WHERE client_id = excluded.client_id"
                + " AND client_order_id = excluded.client_order_id")) {
            statement.setInt(1, order.clientId());
            statement.setInt(2, order.clientOrderId());
            statement.setInt(3, order.upstreamOrderId());
            statement.setLong(4, order.permId());
            statement.setString(5, order.orderRef());
            statement.setString(6, order.state());
            statement.setString(7, order.summary());
            statement.setLong(8, order.atMs());
            if (statement.executeUpdate() != 1) {
                throw new SQLException(
                        "upstream order id " + order.upstreamOrderId() + " belongs to another order already");
            }
        }
    }

    public void updateOrder(int upstreamOrderId, String state, long permId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE orders SET state = ?, perm_id = ? WHERE upstream_order_id = ?")) {
            statement.setString(1, state);
            statement.setLong(2, permId);
            statement.setInt(3, upstreamOrderId);
            statement.executeUpdate();
        }
    }

    /** The newest orders by upstream id, oldest first. */
    public List<OrderRow> newestOrders(int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM (SELECT " + ORDER_COLUMNS
                + " FROM orders ORDER BY upstream_order_id DESC LIMIT ?) ORDER BY upstream_order_id")) {
            statement.setInt(1, limit);
            return orders(statement);
        }
    }

    public int highestUpstreamOrderId() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT coalesce(max(upstream_order_id), 0) FROM orders")) {
            return result.next() ? result.getInt(1) : 0;
        }
    }

    public Optional<OrderRow> orderByClientId(int clientId, int clientOrderId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT " + ORDER_COLUMNS + " FROM orders WHERE client_id = ? AND client_order_id = ?")) {
            statement.setInt(1, clientId);
            statement.setInt(2, clientOrderId);
            return orders(statement).stream().findFirst();
        }
    }

    public Optional<OrderRow> orderByUpstreamId(int upstreamOrderId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT " + ORDER_COLUMNS + " FROM orders WHERE upstream_order_id = ?")) {
            statement.setInt(1, upstreamOrderId);
            return orders(statement).stream().findFirst();
        }
    }

    /** Adds fills in one transaction; those whose execId is known are left as they are. */
    public void addExecutions(Collection<ExecutionRow> rows) throws SQLException {
        inTransaction(
                "INSERT INTO executions (exec_id, client_id, execution, commission, delivered)"
                        + " VALUES (?, ?, ?, ?, 0) ON CONFLICT (exec_id) DO NOTHING",
                rows,
                (statement, row) -> {
                    statement.setString(1, row.execId());
                    statement.setInt(2, row.clientId());
                    statement.setString(3, row.execution());
                    statement.setString(4, row.commission());
                });
    }

    public void setCommission(String execId, String commission) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE executions SET commission = ? WHERE exec_id = ?")) {
            statement.setString(1, commission);
            statement.setString(2, execId);
            statement.executeUpdate();
        }
    }

    public boolean knowsExecution(String execId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT 1 FROM executions WHERE exec_id = ?")) {
            statement.setString(1, execId);
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    /** The fills that a client has not been given, in the order in which they came. */
    public List<ExecutionRow> undelivered(int clientId) throws SQLException {
        var rows = new ArrayList<ExecutionRow>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT exec_id, client_id, execution, commission FROM executions"
                        + " WHERE client_id = ? AND delivered = 0 ORDER BY sequence")) {
            statement.setInt(1, clientId);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(new ExecutionRow(
                            result.getString(1), result.getInt(2), result.getString(3), result.getString(4)));
                }
            }
        }
        return rows;
    }

    public void markDelivered(Collection<String> execIds) throws SQLException {
        inTransaction(
                "UPDATE executions SET delivered = 1 WHERE exec_id = ?",
                execIds,
                (statement, execId) -> statement.setString(1, execId));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Lets the file grow to so many pages and no further, as a full disk would. Returns the limit that holds. */
    int limitPages(int pages) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA max_page_count = " + pages)) {
            return result.next() ? result.getInt(1) : 0;
        }
    }

    @FunctionalInterface
    private interface Binder<T> {
        void bind(PreparedStatement statement, T row) throws SQLException;
    }

    private <T> void inTransaction(String sql, Collection<T> rows, Binder<T> binder) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (T row : rows) {
                binder.bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void migrate(Path file) throws SQLException {
        int version;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA user_version")) {
            version = result.next() ? result.getInt(1) : 0;
        }
        if (version > SCHEMA_VERSION) {
            throw new SQLException("the journal " + file + " has form " + version + ", this Mainstay knows "
                    + SCHEMA_VERSION + "; use the newer Mainstay that wrote it. It was left untouched");
        }
        if (version == SCHEMA_VERSION) {
            return;
        }
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (List<String> step : SCHEMAS.subList(version, SCHEMA_VERSION)) {
                for (String sql : step) {
                    statement.executeUpdate(sql);
                }
            }
            statement.executeUpdate("PRAGMA user_version = " + SCHEMA_VERSION);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static List<OrderRow> orders(PreparedStatement statement) throws SQLException {
        var rows = new ArrayList<OrderRow>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(new OrderRow(
                        result.getInt(1),
                        result.getInt(2),
                        result.getInt(3),
                        result.getLong(4),
                        result.getString(5),
                        result.getString(6),
                        result.getString(7),
                        result.getLong(8)));
            }
        }
        return rows;
    }
}
