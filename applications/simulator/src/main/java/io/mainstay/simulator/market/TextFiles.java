package io.mainstay.simulator.market;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/** Reads the lines of plain, gzipped and zipped text, of which a zip's first entry counts. Stateless. */
final class TextFiles {
    private static final long MOST_BYTES = 256L << 20;

    private TextFiles() {}

    /**
     * Hands every line on, without its end.
     *
     * @throws RecordedDataException if the file can't be read, is larger than 256 MB unpacked, or {@code line} throws
     *     an IllegalArgumentException
     */
    static void lines(Path file, Consumer<String> line) {
        long number = 0;
        try (var reader = reader(file)) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                number++;
                if (!text.isBlank()) {
                    line.accept(text);
                }
            }
        } catch (IOException e) {
            throw new RecordedDataException("recorded data " + file + " can't be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new RecordedDataException(
                    "recorded data " + file + ", line " + number + ", is not as expected: " + e.getMessage(), e);
        }
    }

    static BufferedReader reader(Path file) throws IOException {
        return new BufferedReader(new InputStreamReader(new Limited(open(file)), StandardCharsets.UTF_8));
    }

    private static InputStream open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            String name = file.getFileName().toString();
            if (name.endsWith(".gz")) {
                return new GZIPInputStream(raw);
            }
            if (name.endsWith(".zip")) {
                var zip = new ZipInputStream(raw);
                if (zip.getNextEntry() == null) {
                    throw new IOException("the archive is empty or no zip");
                }
                return zip;
            }
            return raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** Ends with an error rather than unpack without end. */
    private static final class Limited extends FilterInputStream {
        private long left = MOST_BYTES;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            left -= Math.max(count, 0);
            if (left < 0) {
                throw new IOException("more than " + MOST_BYTES + " bytes unpacked");
            }
            return count;
        }
    }
}
