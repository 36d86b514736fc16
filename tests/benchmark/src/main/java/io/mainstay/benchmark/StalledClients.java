package io.mainstay.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How late ticks come at clients that read, with and without clients beside them that do not. */
final class StalledClients {
    private static final int HEALTHY = 48;
    private static final int STALLED = 16;
    private static final int TICKS_PER_MS = 5;
    private static final int SECONDS = 8;
    private static final int TICKS = SECONDS * 1_000 * TICKS_PER_MS;

    /** More than the buffers of the system and what the worker lets wait before it keeps only the latest. */
    private static final int FILLING_TICKS = 60_000;

    private static final int FILLING_BURST = 500;

    private StalledClients() {}

    static void measure(Workplace workplace) throws Exception {
        Distribution without = run(workplace, 0);
        Report.row("tick to 48 clients that read, 5,000/s, alone", without, "ms");
        Distribution with = run(workplace, STALLED);
        Report.row("the same, 16 more clients that do not read", with, "ms");
        Report.value("p99 rises by", with.percentile(99) - without.percentile(99), "ms");
    }

    private static Distribution run(Workplace workplace, int stalled) throws Exception {
        long[] sentNanos = new long[TICKS];
        double[][] ms = new double[HEALTHY][TICKS];
        boolean[] measuring = {false};
        try (var gateway = new ScriptedGateway(RawClient.COMMON_VERSION)) {
            BenchWorker worker = workplace.startWorker(gateway.port());
            List<RawClient> idle = new ArrayList<>();
            if (stalled > 0) {
                idle.addAll(FanOut.subscribe(worker.unix(), 1_001, RawClient.COMMON_VERSION, stalled));
            }
            List<RawClient> healthy = FanOut.subscribe(worker.unix(), 1_101, RawClient.COMMON_VERSION, HEALTHY);
            gateway.awaitStreams(1);
            try (var readers = new Readers(healthy, (client, index) -> {
                if (measuring[0]) {
                    ms[client][(int) index] = (System.nanoTime() - sentNanos[(int) index]) / 1e6;
                }
            })) {
                for (int sent = 0; sent < FILLING_TICKS; sent += FILLING_BURST) {
                    gateway.tick(FILLING_BURST);
                    readers.await((long) (sent + FILLING_BURST) * HEALTHY);
                }
                readers.restart();
                measuring[0] = true;
                send(gateway, sentNanos);
                readers.await((long) TICKS * HEALTHY);
            }
            Report.value("  worker, resident after it", ProcessUsage.residentMb(worker.pid()), "MB");
            for (RawClient client : idle) {
                client.channel().close();
            }
        }
        double[] all = new double[HEALTHY * TICKS];
        for (int client = 0; client < HEALTHY; client++) {
            System.arraycopy(ms[client], 0, all, client * TICKS, TICKS);
        }
        return Distribution.of(all);
    }

    /** Each millisecond its ticks, by the clock, however late the one before was. */
    private static void send(ScriptedGateway gateway, long[] sentNanos) throws Exception {
        long start = System.nanoTime();
        for (int sent = 0; sent < TICKS; sent += TICKS_PER_MS) {
            long due = start + TimeUnit.MILLISECONDS.toNanos(sent / TICKS_PER_MS);
            long now = System.nanoTime();
            while (now < due) {
                LockSupport.parkNanos(due - now);
                now = System.nanoTime();
            }
            java.util.Arrays.fill(sentNanos, sent, sent + TICKS_PER_MS, now);
            gateway.tick(TICKS_PER_MS);
        }
    }
}
