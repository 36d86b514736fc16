package io.mainstay.client.worker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to start or stop the worker of a folder, held by one thread of one process. Waiting for it can be ended by
 * an interrupt.
 */
final class StartLock {
    /** File locks belong to a process, so threads of one process need a lock of their own before them. */
    private static final ReentrantLock THIS_PROCESS = new ReentrantLock();

    private final FileChannel channel;

    private StartLock(FileChannel channel) {
        this.channel = channel;
    }

    /** What is done while the lock is held. */
    @FunctionalInterface
    interface Guarded<T> {
        T run() throws WorkerException, InterruptedException, IOException;
    }

    /** Waits for the lock, acts, and releases it whatever comes of the act. */
    static <T> T holding(WorkerHome home, Guarded<T> act) throws WorkerException, InterruptedException {
        StartLock lock = acquire(home);
        try {
            return act.run();
        } catch (IOException e) {
            throw WorkerHome.unusable(home.folder(), e);
        } finally {
            lock.release();
        }
    }

    private static StartLock acquire(WorkerHome home) throws WorkerException, InterruptedException {
        THIS_PROCESS.lockInterruptibly();
        boolean acquired = false;
        try {
            FileChannel channel = open(home.startLock());
            try {
                channel.lock();
                acquired = true;
                return new StartLock(channel);
            } finally {
                if (!acquired) {
                    channel.close();
                }
            }
        } catch (FileLockInterruptionException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while another program starts the worker");
        } catch (IOException e) {
            throw WorkerHome.unusable(home.folder(), e);
        } finally {
            if (!acquired) {
                THIS_PROCESS.unlock();
            }
        }
    }

    static FileChannel open(Path file) throws IOException {
        PrivateFiles.create(file);
        return FileChannel.open(file, StandardOpenOption.WRITE);
    }

    /** Closing the channel releases the lock of the file too. */
    private void release() throws WorkerException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new WorkerException("the start lock could not be released: " + e.getMessage(), e);
        } finally {
            THIS_PROCESS.unlock();
        }
    }
}
