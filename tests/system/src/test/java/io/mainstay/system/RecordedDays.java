package io.mainstay.system;

import io.mainstay.system.support.Installation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

/** Reads the recorded files on its own, so that the numbers shown are not checked against our reader of them. */
final class RecordedDays {
    private static final long SESSION_CLOSE_MS = 16L * 3_600_000;

    private RecordedDays() {}

    /** The close of the last minute of the last recorded session. */
    static BigDecimal lastClose(String symbol) {
        Path folder =
                Installation.marketData().resolve("lean/equity/usa/minute").resolve(symbol.toLowerCase(Locale.ROOT));
        try (Stream<Path> files = Files.list(folder)) {
            Path last = files.filter(f -> f.getFileName().toString().endsWith("_trade.zip"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            return lastClose(last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BigDecimal lastClose(Path zip) throws IOException {
        try (var in = new ZipInputStream(Files.newInputStream(zip))) {
            in.getNextEntry();
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            BigDecimal close = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(",");
                if (Long.parseLong(fields[0]) < SESSION_CLOSE_MS) {
                    close = new BigDecimal(fields[4]).movePointLeft(4);
                }
            }
            if (close == null) {
                throw new IOException(zip + " has no minute of the session");
            }
            return close;
        }
    }
}
