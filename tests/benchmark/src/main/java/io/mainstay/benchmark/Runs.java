package io.mainstay.benchmark;

/** What a user waits for: {@code mainstay run --once} from the launcher's start to its exit, bash included. */
final class Runs {
    private static final int WARM_RUNS = 20;
    private static final int COLD_RUNS = 10;

    private Runs() {}

    static void measure(Workplace workplace) throws Exception {
        String gateway = "127.0.0.1:" + workplace.startSimulator();
        workplace.atEnd(() -> workplace.run("worker", "stop", "--gateway", gateway));
        String[] once = {"run", "--gateway", gateway, "--symbols", "AAPL", "--once"};
        workplace.run(once);
        double[] up = new double[WARM_RUNS];
        double[] starting = new double[COLD_RUNS];
        for (int i = 0; i < WARM_RUNS; i++) {
            up[i] = workplace.run(once);
            if (i % 2 == 0) {
                workplace.run("worker", "stop", "--gateway", gateway);
                starting[i / 2] = workplace.run(once);
            }
        }
        Report.row("run --once, worker up: process start to exit", Distribution.of(up), "ms");
        Report.row("run --once, must start the worker: the same", Distribution.of(starting), "ms");
        Process run = workplace.start(ProcessBuilder.Redirect.DISCARD, once);
        double peakMb = 0;
        while (run.isAlive()) {
            peakMb = Math.max(peakMb, ProcessUsage.peakMb(run.pid()));
        }
        Report.value("run --once, resident at its peak", peakMb, "MB");
    }
}
