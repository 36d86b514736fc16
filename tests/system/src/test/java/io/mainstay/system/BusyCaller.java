package io.mainstay.system;

import io.mainstay.client.ConnectOptions;
import io.mainstay.client.Instrument;
import io.mainstay.client.Mainstay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that is as busy as one can be: every core spins, every carrier of virtual threads spins, the garbage
 * collector has work all the time. In a process of its own: what it does to a JVM must not reach the tests.
 */
public final class BusyCaller {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int ROUNDS = 20;

    private static volatile boolean stop;
    private static volatile Object garbage = new Object();

    private BusyCaller() {}

    /** Takes the home and the gateway's port; prints one line a call that failed; exit code 0 if none did. */
    public static void main(String[] args) {
        List<Thread> load = load();
        int failures = 0;
        ConnectOptions options = ConnectOptions.defaults()
                .withHome(Path.of(args[0]))
                .withGateway("127.0.0.1", Integer.parseInt(args[1]))
                .withConnectTimeout(DEADLINE)
                .withRequestTimeout(DEADLINE);
        try (Mainstay ib = Mainstay.connect(options)) {
            for (int round = 0; round < ROUNDS; round++) {
                failures += call("currentTime", ib::currentTime);
                failures += call("positions", ib::positions);
                failures += call("accountSummary", ib::accountSummary);
                Instrument apple = ib.stock("AAPL");
                failures += call(
                        "bars",
                        () -> ib.bars(apple).last("10 D").every("30 mins").fetch());
            }
        }
        stop = true;
        load.forEach(BusyCaller::join);
        System.out.println("calls=" + ROUNDS * 4 + " failures=" + failures);
        System.exit(failures == 0 ? 0 : 1);
    }

    private static int call(String name, Runnable call) {
        long startNanos = System.nanoTime();
        try {
            call.run();
        } catch (RuntimeException e) {
            System.out.println(name + ": " + e);
            return 1;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
        if (took.compareTo(DEADLINE) > 0) {
            System.out.println(name + " ended after its deadline: " + took);
            return 1;
        }
        return 0;
    }

    private static List<Thread> load() {
        var threads = new ArrayList<Thread>();
        int cores = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < cores; i++) {
            threads.add(Thread.ofPlatform().name("spin-" + i).start(() -> {
                while (!stop) {
                    Thread.onSpinWait();
                }
            }));
            threads.add(Thread.ofPlatform().name("garbage-" + i).start(() -> {
                while (!stop) {
                    garbage = new byte[1 << 16];
                }
            }));
            // A virtual thread that never blocks keeps its carrier.
            threads.add(Thread.ofVirtual().name("carrier-" + i).start(() -> {
                while (!stop) {
                    Thread.onSpinWait();
                }
            }));
        }
        return threads;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
