package io.mainstay.worker;

import io.mainstay.engine.port.ConnectHistory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts to connect, in a small file: it is read before the first of them, when the journal's library is still being
 * loaded. It outlives processes; that it may not outlive the machine does no harm.
 */
final class ConnectFile implements ConnectHistory {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6}) (\\d{1,15})\\s*");

    private final Path file;

    ConnectFile(Path file) {
        this.file = file;
    }

    @Override
    public Attempts read() {
        try {
            Matcher form = FORM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (form.matches()) {
                return new Attempts(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2)));
            }
            log().warn("{} is not a count and a time; it is disregarded", file);
        } catch (NoSuchFileException e) {
            log().debug("no attempts before: {}", e.getMessage());
        } catch (IOException e) {
            log().warn("the attempts to connect can't be read", e);
        }
        return Attempts.NONE;
    }

    @Override
    public void write(Attempts attempts) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(next, attempts.count() + " " + attempts.lastAtMs() + "\n", StandardCharsets.US_ASCII);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log().warn("the attempts to connect can't be kept", e);
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(ConnectFile.class);
    }
}
