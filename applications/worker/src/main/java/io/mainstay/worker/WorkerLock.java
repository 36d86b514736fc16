package io.mainstay.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The right to be the worker of an endpoint: a file locked for as long as the process lives, whose content is the process
 * id. The operating system lets go of the lock when the process dies, however it dies; the file stays.
 */
final class WorkerLock implements AutoCloseable {
    private static final int MOST_BYTES = 32;

    private final FileChannel channel;

    private WorkerLock(FileChannel channel) {
        this.channel = channel;
    }

    /** The lock, or nothing if another process has it. */
    static Optional<WorkerLock> acquire(Path file) throws IOException {
        if (!Files.exists(file)) {
            try {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } catch (FileAlreadyExistsException madeMeanwhile) {
                // Then the lock itself decides.
            }
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
            if (lock == null) {
                return Optional.empty();
            }
            return Optional.of(new WorkerLock(channel));
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    /** Says who holds the lock. */
    void writePid() throws IOException {
        byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid), 0);
    }

    /** The process id in a lock file, as its holder wrote it. */
    static String holder(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        return new String(content, 0, Math.min(content.length, MOST_BYTES), StandardCharsets.US_ASCII).strip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
