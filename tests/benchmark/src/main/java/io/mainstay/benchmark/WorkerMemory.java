package io.mainstay.benchmark;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What the worker takes of the machine's memory: with many clients and ticks, and after many that came and went. */
final class WorkerMemory {
    private static final int CLIENTS = 16;
    private static final int BURST_TICKS = 200;
    private static final int CONNECTS = 10_000;
    private static final int CONNECTS_BETWEEN = 2_500;
    private static final long TICKING_NANOS = TimeUnit.SECONDS.toNanos(5);

    private WorkerMemory() {}

    static void measure(Workplace workplace) throws Exception {
        try (var gateway = new ScriptedGateway(RawClient.COMMON_VERSION)) {
            BenchWorker worker = workplace.startWorker(gateway.port());
            Report.value("worker, resident, no client yet", ProcessUsage.residentMb(worker.pid()), "MB");
            var clients = FanOut.subscribe(worker.unix(), 931, RawClient.COMMON_VERSION, CLIENTS);
            gateway.awaitStreams(1);
            try (var readers = new Readers(clients, (client, index) -> {})) {
                Report.value("with 16 clients on one stream", ProcessUsage.residentMb(worker.pid()), "MB");
                long delivered = 0;
                long start = System.nanoTime();
                while (System.nanoTime() - start < TICKING_NANOS) {
                    gateway.tick(BURST_TICKS);
                    delivered += (long) BURST_TICKS * CLIENTS;
                    readers.await(delivered);
                }
                Report.value(
                        String.format(Locale.ROOT, "after %.0f million ticks", delivered / 1e6),
                        ProcessUsage.residentMb(worker.pid()),
                        "MB");
                for (int connects = 0; connects < CONNECTS; connects++) {
                    new RawClient(connects % 2 == 0 ? worker.unix() : worker.tcp(), 951).close();
                    if ((connects + 1) % CONNECTS_BETWEEN == 0) {
                        Report.value(
                                String.format(Locale.ROOT, "after %,d clients that came and went", connects + 1),
                                ProcessUsage.residentMb(worker.pid()),
                                "MB");
                    }
                }
                Report.value("its peak", ProcessUsage.peakMb(worker.pid()), "MB");
            }
        }
    }
}
