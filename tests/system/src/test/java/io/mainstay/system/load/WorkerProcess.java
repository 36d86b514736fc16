package io.mainstay.system.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The worker of a gateway, started and then looked at from outside. */
record WorkerProcess(long pid) {
    /**
     * What it uses at one moment.
     *
     * @param residentKib after a garbage collection
     */
    record Usage(long descriptors, long threads, long residentKib) {}

    static WorkerProcess start(Home home, Simulator gateway) {
        CommandResult started = home.run("worker", "start", "--gateway", gateway.gateway());
        assertThat(started.exitCode()).as(started.stderr()).isZero();
        return new WorkerProcess(home.processes().stream()
                .mapToLong(ProcessHandle::pid)
                .filter(pid -> pid != gateway.process().pid())
                .findFirst()
                .orElseThrow());
    }

    Usage usage(Home home) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        CommandResult collected = home.runProgram(java.util.List.of(jcmd, Long.toString(pid), "GC.run"));
        assertThat(collected.exitCode())
                .as(collected.stdout() + collected.stderr())
                .isZero();
        Path proc = Path.of("/proc", Long.toString(pid));
        String resident = Files.readAllLines(proc.resolve("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return new Usage(
                entries(proc.resolve("fd")),
                entries(proc.resolve("task")),
                Long.parseLong(resident.replaceAll("\\D", "")));
    }

    private static long entries(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }
}
