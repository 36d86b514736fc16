package io.mainstay.runner.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The runner's database, {@code runner.db} in its home, readable by its owner alone.
 *
 * <p>Write-ahead log with full synchronisation: what a transaction has written is on the disk when its call returns.
 * Safe for use by several threads, one transaction at a time; a second process waits up to 5 s for its turn.
 */
public final class RunnerStore implements AutoCloseable {
    /** The schema that this version writes. */
    public static final int SCHEMA_VERSION = 1;

    public static final String FILE_NAME = "runner.db";

    private static final int BUSY_TIMEOUT_MS = 5_000;

    private final Path file;
    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    private RunnerStore(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * Opens the database of a home that exists, and brings its schema up to date.
     *
     * @throws StoreException if it can't be used, or if a newer version wrote it; then it is as it was
     */
    public static RunnerStore open(Path home) {
        Path file = home.resolve(FILE_NAME);
        createPrivately(file);
        Connection connection = connect(file);
        try {
            prepare(file, connection);
            return new RunnerStore(file, connection);
        } catch (SQLException | RuntimeException e) {
            StoreException failure = e instanceof StoreException known ? known : failure(file, "can't be opened", e);
            try {
                connection.close();
            } catch (SQLException suppressed) {
                failure.addSuppressed(suppressed);
            }
            throw failure;
        }
    }

    private static StoreException failure(Path file, String what, Exception e) {
        return e instanceof SQLException sql
                ? new StoreException("the database " + file + " " + what, sql)
                : new StoreException(StoreException.Cause.OTHER, "the database " + file + " " + what + ": " + e);
    }

    private static void createPrivately(Path file) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException exists) {
            return;
        } catch (FileSystemException e) {
            String reason = String.valueOf(e.getReason());
            throw new StoreException(
                    reason.contains("No space") ? StoreException.Cause.DISK_FULL : StoreException.Cause.NOT_WRITABLE,
                    "the database " + file + " can't be created");
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Cause.OTHER, "the database " + file + " can't be created: " + e.getMessage());
        }
    }

    private static Connection connect(Path file) {
        try {
            Connection connection = new org.sqlite.JDBC().connect("jdbc:sqlite:" + file, new Properties());
            if (connection == null) {
                throw new StoreException(StoreException.Cause.OTHER, "the SQLite driver refuses the path " + file);
            }
            return connection;
        } catch (SQLException e) {
            throw new StoreException("the database " + file + " can't be opened", e);
        }
    }

    private static void prepare(Path file, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + BUSY_TIMEOUT_MS);
            int version = version(connection);
            if (version > SCHEMA_VERSION) {
                throw new StoreException(
                        StoreException.Cause.NEWER_SCHEMA,
                        "the database " + file + " has schema " + version + ", this version knows up to "
                                + SCHEMA_VERSION);
            }
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA foreign_keys = ON");
        }
        if (version(connection) < SCHEMA_VERSION) {
            migrate(connection);
        }
    }

    private static void migrate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                // Read again: another process may have migrated while this one waited for the lock.
                for (int next = version(connection) + 1; next <= SCHEMA_VERSION; next++) {
                    statement.executeUpdate(migration(next));
                }
                statement.execute("COMMIT");
            } catch (SQLException | RuntimeException e) {
                rollBack(statement, e);
                throw e;
            }
        }
    }

    private static String migration(int version) {
        String name = "V" + version + ".sql";
        try (InputStream in = RunnerStore.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the migration " + name + " is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the migration " + name + " can't be read", e);
        }
    }

    private static int version(Connection connection) {
        return new Sql(connection)
                .one("PRAGMA user_version", row -> row.getInt(1))
                .orElse(0);
    }

    public Path file() {
        return file;
    }

    /**
     * Runs work in one transaction that nobody else writes during; all of it happens, durably, or nothing.
     *
     * @throws StoreException if the store refuses; whatever else the work throws also undoes it
     */
    public <T> T transact(Function<Transaction, T> work) {
        lock.lock();
        try {
            requireOpen();
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                T result;
                try {
                    result = work.apply(new Transaction(connection));
                    statement.execute("COMMIT");
                } catch (SQLException | RuntimeException | Error e) {
                    rollBack(statement, e);
                    throw e;
                }
                return result;
            } catch (SQLException e) {
                throw failure(file, "refuses the transaction", e);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void rollBack(Statement statement, Throwable why) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite itself rolls back on a full disk and then says that no transaction is active.
            why.addSuppressed(e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException(StoreException.Cause.CLOSED, "the database " + file + " is closed");
        }
    }

    /** Waits for the transaction under way, then closes; later calls are refused. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                connection.close();
            }
        } catch (SQLException e) {
            throw failure(file, "can't be closed", e);
        } finally {
            lock.unlock();
        }
    }
}
