package io.mainstay.protocol.benchmark;

import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs all benchmarks and prints them as the table of README.md. */
public final class ProtocolBenchmark {
    private ProtocolBenchmark() {}

    /** Takes the file for the raw results and, optionally, a regular expression for the benchmarks to run. */
    public static void main(String[] args) throws RunnerException {
        var options = new OptionsBuilder()
                .include(args.length > 1 ? args[1] : ProtocolBenchmark.class.getPackageName() + ".*")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(2)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(5)
                .measurementTime(TimeValue.milliseconds(500))
                .jvmArgs("-XX:+UseSerialGC", "-Xmx256m")
                .addProfiler(GCProfiler.class)
                .resultFormat(ResultFormatType.JSON)
                .result(args[0])
                .build();
        Collection<RunResult> results = new Runner(options).run();
        System.out.println("\n| message | operation | ns | +/- (99.9 %) | bytes allocated |\n|---|---|---|---|---|");
        results.forEach(ProtocolBenchmark::print);
    }

    private static void print(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s %s | %.0f | %.0f | %.0f |%n",
                result.getParams().getParam("sample"),
                time.getLabel(),
                result.getParams().getParam("dialect"),
                time.getScore(),
                time.getScoreError(),
                Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                        .getScore());
    }
}
