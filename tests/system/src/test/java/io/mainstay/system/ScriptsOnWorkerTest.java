package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.simulator.GatewaySimulator;
import io.mainstay.simulator.clock.SteppedClock;
import io.mainstay.simulator.script.GatewaySetup;
import io.mainstay.simulator.script.Script;
import io.mainstay.simulator.script.ScriptRun;
import io.mainstay.simulator.script.SocketStage;
import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Installation;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Clients of a worker see what clients of a gateway see: the scripts that the simulator is held against, with a worker in
 * between. Those without a {@code gateway} line share one worker, one after the other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScriptsOnWorkerTest {
    /** What the gateway speaks with the worker. */
    private static final int VERSION = MessageCodec.NEWEST_VERSION;

    private final List<Script> scripts = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Worker shared;

    @BeforeAll
    void startTheSharedWorker() throws IOException {
        try (Stream<Path> files = Files.list(Installation.root().resolve("tests/scripts"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".script")).sorted().toList()) {
                Script script = Script.read(file);
                if (script.directBecause().isEmpty()) {
                    scripts.add(script);
                }
            }
        }
        shared = new Worker(scripts.getFirst());
    }

    @AfterAll
    void stopTheSharedWorker() {
        shared.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldSeeThroughAWorkerWhatIsSeenOfAGateway() {
        assertThat(scripts).hasSizeGreaterThan(60);
        return scripts.stream()
                .flatMap(script -> versions(script).stream()
                        .map(version -> dynamicTest(script.file() + " at " + version + ": " + script.title(), () -> {
                            if (script.gateway().isEmpty()) {
                                shared.run(script, version);
                            } else {
                                try (var own = new Worker(script)) {
                                    own.run(script, version);
                                }
                            }
                        })));
    }

    /**
     * The oldest and the newest that the script is about; the newest alone where it needs a worker of its own, which takes a
     * second to start. What lies between, the tests of the engine hold at both sides of each version that differs.
     */
    private static List<Integer> versions(Script script) {
        List<Integer> all = ScriptRun.versions(script).stream()
                .filter(version -> version <= VERSION)
                .toList();
        return script.gateway().isEmpty() && all.size() > 1
                ? List.of(all.getFirst(), all.getLast())
                : List.of(all.getLast());
    }

    /** A simulator in this process, and a worker before it in one of its own. */
    private static final class Worker implements AutoCloseable {
        private final Home home = new Home();
        private final SteppedClock clock;
        private final GatewaySimulator simulator;
        private final SocketAddress socket;

        Worker(Script script) throws IOException {
            GatewaySetup setup = GatewaySetup.of(script, VERSION);
            clock = new SteppedClock(setup.start());
            simulator = GatewaySimulator.start(setup.config().withClock(clock));
            CommandResult started = home.run("worker", "start", "--gateway", "127.0.0.1:" + simulator.port());
            assertThat(started.exitCode()).as(started.stderr()).isZero();
            socket = UnixDomainSocketAddress.of(home.sockets().getFirst());
        }

        void run(Script script, int version) {
            try (var stage = SocketStage.before(socket, VERSION, simulator, clock)) {
                ScriptRun.run(script, version, stage);
            }
        }

        @Override
        public void close() {
            home.close();
            simulator.close();
        }
    }
}
