package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.NodeProgram;
import io.mainstay.system.support.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A third-party client's session, recorded, replayed and decoded by the command. */
class RecordTest {
    @Test
    void shouldLetStoqeyIbSeeInTheReplayWhatItSawWhenItWasRecorded() throws IOException {
        try (var home = new Home();
                var gateway = Simulator.start(home)) {
            Path file = home.workingFolder().resolve("session.jsonl");
            String seen;
            try (var recorder = new Listening(home.start(
                    "record", "--gateway", gateway.gateway(), "--file", file.toString(), "--exit-with-parent"))) {
                seen = session(home, recorder.port());
            }
            assertThat(gateway.connections("accepted")).isEqualTo(1);
            assertThat(Files.readString(file)).contains("PLACE_ORDER").doesNotContain("DU1234567");

            String seenAgain;
            try (var replay = new Listening(home.start(
                    "sim", "--replay", file.toString(), "--port", "0", "--speed", "60x", "--exit-with-parent"))) {
                seenAgain = session(home, replay.port());
            }
            assertThat(seen).contains("DU1234567");
            assertThat(seenAgain).isEqualTo(seen.replace("DU1234567", "DU0000001"));

            CommandResult decoded = home.run("decode", file.toString());
            assertThat(decoded.exitCode()).as(decoded.stderr()).isZero();
            assertThat(decoded.stdout())
                    .contains("out CLIENT_GREETING", "in  SERVER_GREETING", "out PLACE_ORDER", "in  EXECUTION_DATA");
        }
    }

    @Test
    void shouldRunScriptsAndTellWhichDoNotHold() throws IOException {
        try (var home = new Home()) {
            Path good = home.workingFolder().resolve("good.script");
            Path bad = home.workingFolder().resolve("bad.script");
            Files.writeString(good, "# Ids\nconnect id=1\nsend REQ_IDS\nexpect NEXT_VALID_ID orderId=1\n");
            Files.writeString(bad, "# Other ids\nconnect id=1\nsend REQ_IDS\nexpect NEXT_VALID_ID orderId=2\n");
            CommandResult held = home.run("sim", "script", good.toString());
            assertThat(held.exitCode()).as(held.stderr()).isZero();
            assertThat(held.stdout()).contains("holds     good.script");
            CommandResult failed = home.run("sim", "script", good.toString(), bad.toString());
            assertThat(failed.exitCode()).isEqualTo(1);
            assertThat(failed.stdout()).contains("FAILS     bad.script:4: expected NEXT_VALID_ID orderId=2");
            CommandResult refused = home.run("sim", "script", "--gateway", "127.0.0.1:4002", good.toString());
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.stderr()).contains("4002 is a gateway's");
        }
    }

    private static String session(Home home, int port) {
        CommandResult session = NodeProgram.run(home, "session.js", "127.0.0.1", Integer.toString(port), "7", "AAPL");
        assertThat(session.exitCode()).as(session.stderr()).isZero();
        return session.stdout();
    }

    /** A command that says where it listens, and ends with its standard input. */
    private static final class Listening implements AutoCloseable {
        private static final Pattern READY = Pattern.compile("ready port=(\\d+) .*");

        private final Process process;
        private final BufferedReader out;
        private final int port;

        Listening(Process process) throws IOException {
            this.process = process;
            out = process.inputReader(StandardCharsets.UTF_8);
            Matcher ready = READY.matcher(String.valueOf(out.readLine()));
            assertThat(ready.matches()).as(ready.toString()).isTrue();
            port = Integer.parseInt(ready.group(1));
        }

        int port() {
            return port;
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            assertThat(process.onExit().orTimeout(20, TimeUnit.SECONDS).join().exitValue())
                    .isZero();
            out.close();
        }
    }
}
