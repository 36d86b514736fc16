package io.mainstay.client.worker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** Reads the lock that a running worker holds. */
final class WorkerLock {
    private WorkerLock() {}

    /** Whether a process holds the lock. Asking takes the lock for a moment, so hold the start lock meanwhile. */
    static boolean isHeld(Path lock) throws IOException {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return true;
        } catch (NoSuchFileException never) {
            return false;
        }
    }

    /** The process id in the lock file, held or not; empty if there is none. */
    static OptionalLong pid(Path lock) {
        try {
            return pid(Files.readString(lock));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong pid(String text) {
        try {
            long pid = Long.parseLong(text.strip());
            return pid > 0 ? OptionalLong.of(pid) : OptionalLong.empty();
        } catch (NumberFormatException notYetWritten) {
            return OptionalLong.empty();
        }
    }
}
