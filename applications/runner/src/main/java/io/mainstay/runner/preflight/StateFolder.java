package io.mainstay.runner.preflight;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;

/** Whether a folder takes what a run must write, tried out with a small file that is gone afterwards. */
final class StateFolder {
    private static final String CHECK = "state folder";
    private static final int TRIAL_BYTES = 64 * 1024;
    private static final long LEAST_FREE_BYTES = 4L * 1024 * 1024;
    private static final int FIX_IT = 2;

    private StateFolder() {}

    static Optional<Finding> check(Path home) {
        try {
            if (!Files.isDirectory(home)) {
                Files.createDirectories(
                        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            tryOut(home);
            long free = Files.getFileStore(home).getUsableSpace();
            return free < LEAST_FREE_BYTES ? Optional.of(full(home, free + " bytes are left")) : Optional.empty();
        } catch (IOException e) {
            return Optional.of(finding(home, e));
        }
    }

    private static void tryOut(Path home) throws IOException {
        Path trial = Files.createTempFile(
                home, ".trial", "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(trial, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate(TRIAL_BYTES);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            // A full disk may show only when the bytes must really go there.
            channel.force(false);
        } finally {
            Files.deleteIfExists(trial);
        }
    }

    static Finding finding(Path home, IOException e) {
        String reason = reason(e).toLowerCase(Locale.ROOT);
        if (reason.contains("no space") || reason.contains("quota")) {
            return full(home, reason(e));
        }
        if (e instanceof AccessDeniedException || reason.contains("permission") || reason.contains("not permitted")) {
            return Finding.blocks(
                    CHECK,
                    home + " may not be written by this user",
                    "give the right to write it, or set MAINSTAY_HOME to another folder",
                    FIX_IT);
        }
        if (reason.contains("read-only")) {
            return Finding.blocks(
                    CHECK,
                    home + " is on a read-only file system",
                    "mount it writable, or set MAINSTAY_HOME to another folder",
                    FIX_IT);
        }
        return Finding.blocks(
                CHECK,
                home + " can't be used: " + e.getClass().getSimpleName() + " " + e.getMessage(),
                "set MAINSTAY_HOME to a folder of yours",
                FIX_IT);
    }

    private static Finding full(Path home, String detail) {
        return Finding.blocks(
                CHECK,
                "the disk of " + home + " is full (" + detail + ")",
                "make room, or set MAINSTAY_HOME to a folder on another disk",
                FIX_IT);
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException fs ? fs.getReason() : e.getMessage();
        return reason == null ? "" : reason;
    }
}
