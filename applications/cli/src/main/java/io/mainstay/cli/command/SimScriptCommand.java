package io.mainstay.cli.command;

import io.mainstay.simulator.script.EmbeddedStage;
import io.mainstay.simulator.script.Script;
import io.mainstay.simulator.script.ScriptException;
import io.mainstay.simulator.script.ScriptRun;
import io.mainstay.simulator.script.SocketStage;
import io.mainstay.simulator.script.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code mainstay sim script}: conversations as text, run against a simulator or a worker. */
final class SimScriptCommand implements Command {
    private static final int FAILED = 1;

    /** Where gateways and TWS listen: a script may place orders, and its connections may wedge a gateway. */
    private static final Set<Integer> GATEWAY_PORTS = Set.of(4001, 4002, 7496, 7497);

    private int failed;

    @Override
    public String name() {
        return "sim script";
    }

    @Override
    public List<String> about() {
        return List.of(
                "Runs scripts: what a client sends, and what it must be told.",
                "Each script gets a simulator of its own, whose time is the script's. With --gateway they are run in"
                        + " real time on a simulator or a worker's front; those that need a simulator's switches are left"
                        + " out.",
                "Exits with 1 if a script does not hold, and says which line and what came instead.");
    }

    @Override
    public Options options() {
        var options = new Options();
        Flags.addValue(
                options,
                "--gateway",
                "HOST:PORT",
                "A simulator or a worker's front instead of a simulator of its own. Scripts place orders: never a"
                        + " gateway; its usual ports are refused.");
        return options;
    }

    @Override
    public String words() {
        return "FILE...";
    }

    @Override
    public int run(Arguments arguments) throws IOException {
        if (arguments.words().isEmpty()) {
            throw new UsageException("sim script needs at least one FILE");
        }
        InetSocketAddress gateway = null;
        if (arguments.has("--gateway")) {
            gateway = HostAndPort.of("--gateway", arguments.text("--gateway").orElseThrow());
            if (GATEWAY_PORTS.contains(gateway.getPort())) {
                throw new UsageException("port " + gateway.getPort()
                        + " is a gateway's; scripts place orders and end connections without order, so they are run on"
                        + " simulators and workers only");
            }
        }
        for (String word : arguments.words()) {
            try {
                run(Script.read(Path.of(word)), gateway);
            } catch (ScriptException e) {
                fail(e);
            }
        }
        return failed == 0 ? 0 : FAILED;
    }

    private void run(Script script, @Nullable InetSocketAddress gateway) {
        for (int version : ScriptRun.versions(script)) {
            String what = script.file() + " at version " + version + ": " + script.title();
            Optional<String> without = reasonToLeaveOut(script, version, gateway);
            if (without.isPresent()) {
                System.out.println("left out  " + what + " (" + without.get() + ")");
                continue;
            }
            try (Stage stage = gateway == null
                    ? new EmbeddedStage(script, version)
                    : SocketStage.remote(gateway, EmbeddedStage.NEWEST_VERSION)) {
                ScriptRun.run(script, version, stage);
                System.out.println("holds     " + what);
            } catch (ScriptException e) {
                fail(e);
            }
        }
    }

    private static Optional<String> reasonToLeaveOut(Script script, int version, @Nullable InetSocketAddress gateway) {
        if (version > EmbeddedStage.NEWEST_VERSION) {
            return Optional.of("the simulator speaks up to " + EmbeddedStage.NEWEST_VERSION);
        }
        if (gateway == null) {
            return Optional.empty();
        }
        return script.needsControl() ? Optional.of("it needs a simulator's switches") : script.directBecause();
    }

    private void fail(ScriptException e) {
        failed++;
        System.out.println("FAILS     " + e.getMessage());
    }
}
