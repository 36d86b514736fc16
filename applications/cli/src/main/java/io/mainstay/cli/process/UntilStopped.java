package io.mainstay.cli.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command wait for the signal that ends the process, and finish its work before the process is gone. Made before the
 * work begins, closed when it is done.
 */
public final class UntilStopped implements AutoCloseable {
    private static final long FINISH_SECONDS = 10;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    public UntilStopped() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndFinish, "stop"));
    }

    private void stopAndFinish() {
        stop.countDown();
        try {
            finished.await(FINISH_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the end of {@code in} for a signal, too. */
    public void orEndOf(InputStream in) {
        Thread.ofPlatform().daemon().name("parent").start(() -> {
            try {
                in.skipNBytes(Long.MAX_VALUE);
            } catch (IOException end) {
                // Its end, or the parent's pipe broke: either way there is nobody left to work for.
                stop.countDown();
            }
        });
    }

    /** Waits for the signal. */
    public void await() throws InterruptedException {
        stop.await();
    }

    @Override
    public void close() {
        finished.countDown();
    }
}
