package io.mainstay.runner.fake;

import io.mainstay.runner.store.RunnerStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reads a runner's database with SQL of its own, as a person with a database browser would. */
public final class Bench {
    private Bench() {}

    /** Each row as its columns joined with {@code |}. */
    public static List<String> rows(Path home, String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve(RunnerStore.FILE_NAME));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            var list = new ArrayList<String>();
            while (rows.next()) {
                list.add(String.join(
                        "|",
                        IntStream.rangeClosed(1, columns)
                                .mapToObj(i -> text(rows, i))
                                .toList()));
            }
            return list;
        } catch (SQLException e) {
            throw new AssertionError("the database can't be read: " + sql, e);
        }
    }

    private static String text(ResultSet rows, int column) {
        try {
            return String.valueOf(rows.getString(column));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
