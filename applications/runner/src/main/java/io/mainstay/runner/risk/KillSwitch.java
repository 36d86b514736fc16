package io.mainstay.runner.risk;

import io.mainstay.runner.store.RunRows;
import io.mainstay.runner.store.RunnerStore;
import io.mainstay.runner.store.Transaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What stops everything that increases exposure, until somebody clears it. It is set while the store's last entry says so
 * or a file {@code KILL} lies in the home, which anybody can make by hand; both outlive every process.
 */
public final class KillSwitch {
    public static final String FILE_NAME = "KILL";

    private static final int MOST_REASON_BYTES = 200;

    private final Path file;

    public KillSwitch(Path home) {
        this.file = home.resolve(FILE_NAME);
    }

    /** The present state; a file that can't be seen counts as there. */
    public KillState state(Transaction tx) {
        KillState byFile = fileState();
        if (byFile.engaged()) {
            return byFile;
        }
        return tx.runs()
                .killSwitch()
                .filter(RunRows.KillSwitchRow::engaged)
                .map(row -> new KillState(true, row.source(), row.reason()))
                .orElse(KillState.RELEASED);
    }

    /** What the file alone says. */
    public KillState fileState() {
        if (Files.notExists(file)) {
            return KillState.RELEASED;
        }
        return new KillState(true, "file " + file, reasonInFile());
    }

    private String reasonInFile() {
        if (!Files.isRegularFile(file)) {
            return "no reason given";
        }
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MOST_REASON_BYTES), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "no reason given" : text.lines().findFirst().orElse("");
        } catch (IOException e) {
            return "the file can't be read: " + e.getMessage();
        }
    }

    /** Sets it in the store, unless the store says already that it is set. */
    public void engage(Transaction tx, Instant at, String source, String reason) {
        boolean already =
                tx.runs().killSwitch().map(RunRows.KillSwitchRow::engaged).orElse(false);
        if (!already) {
            tx.runs().killSwitch(new RunRows.KillSwitchRow(at, true, source, reason));
        }
    }

    /**
     * Clears it, file and entry, on somebody's word.
     *
     * @throws IOException if the file can't be removed; then it is still set
     */
    public void release(RunnerStore store, Instant at, String source, String reason) throws IOException {
        Files.deleteIfExists(file);
        store.transact(tx -> {
            tx.runs().killSwitch(new RunRows.KillSwitchRow(at, false, source, reason));
            return true;
        });
    }
}
