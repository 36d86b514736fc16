package io.mainstay.protocol.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Holds what reading allocates against the size of what was read. */
final class Allocation {
    /**
     * The worst that an honest message can ask for: an element of two bytes in a list that becomes a record of structs,
     * together with the builders that collected it. A forged count would cost thousands of bytes for each of its own.
     */
    private static final long BYTES_PER_INPUT_BYTE = 1024;

    /** An exception with its stack trace and its text, or the record of an empty order. */
    private static final long BYTES_FOR_ANY_INPUT = 64 * 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /**
     * Runs {@code reading}, and fails if it allocated more than an input of {@code inputBytes} may.
     *
     * <p>What is above is measured again: the first run of any code also loads classes and links lambdas.
     */
    static void check(int inputBytes, Runnable reading) {
        long limit = BYTES_FOR_ANY_INPUT + BYTES_PER_INPUT_BYTE * inputBytes;
        long allocated = measure(reading);
        for (int again = 0; again < 2 && allocated > limit; again++) {
            allocated = measure(reading);
        }
        if (allocated > limit) {
            throw new AssertionError(allocated + " bytes were allocated for an input of " + inputBytes + ", at most "
                    + limit + " allowed");
        }
    }

    private static long measure(Runnable reading) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        reading.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
