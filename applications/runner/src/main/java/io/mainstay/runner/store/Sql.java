package io.mainstay.runner.store;

import io.mainstay.runner.model.Times;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements with values, in the store's writing of amounts and times; what SQLite refuses is a {@link StoreException}. */
final class Sql {
    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    int update(String sql, @Nullable Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new StoreException("the database refuses a change", e);
        }
    }

    /** Runs one statement for many rows of values. */
    void updateAll(String sql, List<@Nullable Object[]> rows) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (@Nullable Object[] values : rows) {
                bind(statement, values);
                statement.executeUpdate();
            }
        } catch (SQLException e) {
            throw new StoreException("the database refuses a change", e);
        }
    }

    /** The id of the row that was inserted. */
    long insert(String sql, @Nullable Object... values) {
        update(sql, values);
        return one("SELECT last_insert_rowid()", row -> row.getLong(1)).orElseThrow();
    }

    <T> List<T> list(String sql, Row<T> mapper, @Nullable Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                var list = new ArrayList<T>();
                while (rows.next()) {
                    list.add(mapper.read(rows));
                }
                return list;
            }
        } catch (SQLException e) {
            throw new StoreException("the database can't be read", e);
        }
    }

    <T> Optional<T> one(String sql, Row<T> mapper, @Nullable Object... values) {
        List<T> list = list(sql, mapper, values);
        return list.isEmpty() ? Optional.empty() : Optional.of(list.getFirst());
    }

    static BigDecimal amount(ResultSet row, String column) throws SQLException {
        return new BigDecimal(row.getString(column));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.parse(row.getString(column));
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            switch (value) {
                case null -> statement.setObject(i + 1, null);
                case BigDecimal amount -> statement.setString(i + 1, amount.toPlainString());
                case Instant at -> statement.setString(i + 1, Times.stored(at));
                case Boolean flag -> statement.setInt(i + 1, flag ? 1 : 0);
                case Integer number -> statement.setInt(i + 1, number);
                case Long number -> statement.setLong(i + 1, number);
                default -> statement.setString(i + 1, value.toString());
            }
        }
    }
}
