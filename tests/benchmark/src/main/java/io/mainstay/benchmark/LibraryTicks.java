package io.mainstay.benchmark;

import io.mainstay.protocol.message.MessageCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many ticks a program that uses the Java library takes, with one core for all of its threads. */
final class LibraryTicks {
    private static final int BURST_TICKS = 2_000;
    private static final int WARM_UP_SECONDS = 5;
    private static final int MEASURED_SECONDS = 5;

    private LibraryTicks() {}

    static void measure(Workplace workplace) throws Exception {
        for (int version :
                List.of(RawClient.COMMON_VERSION, MessageCodec.NEWEST_TEXT_VERSION, MessageCodec.NEWEST_VERSION)) {
            direct(workplace, version);
        }
    }

    /** Straight from a gateway that never waits: what waits is the library. */
    private static void direct(Workplace workplace, int version) throws Exception {
        try (var gateway = new ScriptedGateway(version)) {
            Process program = new ProcessBuilder(
                            "taskset",
                            "-c",
                            "0",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            QuoteReader.class.getName(),
                            Integer.toString(gateway.port()),
                            workplace.home().toString())
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            workplace.atEnd(() -> {
                program.destroy();
                program.waitFor();
            });
            gateway.awaitStreams(1);
            var stop = new AtomicBoolean();
            Thread feed = Thread.ofPlatform().name("feed").start(() -> gateway.tickUntil(BURST_TICKS, stop));
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            long ticks = gateway.sentTicks();
            long cpu = ProcessUsage.cpuNanos(program.pid());
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(MEASURED_SECONDS);
            ticks = gateway.sentTicks() - ticks;
            cpu = ProcessUsage.cpuNanos(program.pid()) - cpu;
            double seconds = (System.nanoTime() - start) / 1e9;
            stop.set(true);
            feed.join();
            String name = "library, ticks of version " + gateway.serverVersion() + " on one core";
            Report.value(name, ticks / seconds / 1e6, "M/s");
            Report.value("  its processor time for each", (double) cpu / ticks, "ns");
        }
    }
}
