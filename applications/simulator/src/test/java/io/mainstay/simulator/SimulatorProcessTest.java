package io.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program, as a parent process sees it. */
@Timeout(60)
class SimulatorProcessTest {
    private static final Pattern READY =
            Pattern.compile("ready port=(\\d+) control=(\\d+|none) seed=(-?\\d+) scenario=(\\S+)");

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    @Test
    void shouldSayWhenItIsReadyAndPrintItsReportWhenTerminated() throws Exception {
        Process process = start("--port", "0", "--seed", "42");
        BufferedReader out = reader(process);
        Matcher ready = READY.matcher(Objects.requireNonNull(out.readLine()));
        assertThat(ready.matches()).isTrue();
        assertThat(ready.group(3)).isEqualTo("42");
        assertThat(ready.group(4)).isEqualTo("normal");
        try (SocketClient client = SocketClient.ready(Integer.parseInt(ready.group(1)), 7)) {
            process.toHandle().destroy();
            client.awaitEnd();
        }
        Map<String, Object> report = JSON.std.mapFrom(out.readAllAsString());
        assertThat(report).containsKeys("connections", "orders", "faults");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
    }

    @Test
    void shouldEndWithItsParentAndPutOneDocumentOnItsOutput() throws Exception {
        Process process = start("--port", "0", "--control", "none", "--json", "--exit-with-parent");
        BufferedReader errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        String line = errors.readLine();
        while (line != null && !READY.matcher(line).matches()) {
            line = errors.readLine();
        }
        assertThat(line).contains("control=none");
        process.getOutputStream().close();
        Map<String, Object> report = JSON.std.mapFrom(reader(process).readAllAsString());
        assertThat(report).containsKey("connections");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void shouldSayWhatIsWrongAndExitWithTwo() throws Exception {
        try (var taken = new ServerSocket(0)) {
            assertThat(failure("--port", Integer.toString(taken.getLocalPort())))
                    .contains("port " + taken.getLocalPort())
                    .contains("choose another");
        }
        assertThat(failure("--port", "0", "--scenario", "nonsense"))
                .contains("unknown scenario")
                .contains("wedge-after-3");
        assertThat(failure("--port", "0", "--data", folder.resolve("absent").toString()))
                .contains("absent")
                .contains("is not a folder that can be read");
        assertThat(failure("--port", "0", "--data", folder.toString())).contains("holds neither");
        assertThat(failure("--port", "many")).contains("--port needs a whole number");
        assertThat(failure("--speed", "fast")).contains("--speed fast");
        assertThat(failure("--server-version", "226")).contains("226");
        assertThat(failure("--nonsense")).contains("--nonsense");
    }

    private String failure(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(errors).isEqualTo(2);
        return errors;
    }

    private Process start(String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath(), SimulatorMain.class.getName()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private static String classPath() {
        String own = System.getProperty("java.class.path");
        assertThat(Arrays.stream(own.split(File.pathSeparator)).map(Path::of)).anyMatch(Files::exists);
        return own;
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
