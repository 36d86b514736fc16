package io.mainstay.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The right to be the worker of an endpoint: a lock on a file, which the system takes back however the process ends. The
 * file holds the process id of the holder, for people and for the line that a second worker prints.
 */
final class EndpointLock implements AutoCloseable {
    private static final int PID_BYTES_MAX = 32;

    private final FileChannel channel;

    private EndpointLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, or says who has it.
     *
     * @throws StartupException with the line {@code locked PID} if another process has it
     */
    static EndpointLock take(Path file) throws StartupException {
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            FileLock lock = channel.tryLock();
            if (lock == null) {
                String holder = read(channel);
                channel.close();
                throw new StartupException("locked " + holder);
            }
            channel.truncate(0);
            String pid = ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
            return new EndpointLock(channel);
        } catch (IOException e) {
            throw new StartupException(
                    "failed the lock file " + file + " can't be used (" + e + "); make its folder writable", e);
        }
    }

    /** Gives the lock back. The file stays: to remove it would let two processes each lock a file of that name. */
    @Override
    public void close() throws IOException {
        channel.truncate(0);
        channel.close();
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(PID_BYTES_MAX);
        channel.read(buffer, 0);
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
        return text.isEmpty() ? "unknown" : text;
    }
}
