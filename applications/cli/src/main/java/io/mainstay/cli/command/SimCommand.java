package io.mainstay.cli.command;

import io.mainstay.simulator.SimulatorConfig;
import io.mainstay.simulator.SimulatorMain;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mainstay sim}: a simulated gateway. */
@Command(
        name = "sim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "A simulated IB Gateway: real TWS clients connect to it, no account is needed.",
            "Prints one line when it is ready and its report as JSON when a signal ends it."
        })
final class SimCommand implements Callable<Integer> {
    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Where to listen (default: ${DEFAULT-VALUE}).")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "4002",
            description = "The gateway's port, 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--control",
            paramLabel = "N|none",
            defaultValue = "0",
            description =
                    "The port of the control endpoint, GET /stats and POST /faults/NAME/on|off (default: a free one).")
    private String control = "";

    @Option(
            names = "--scenario",
            paramLabel = "NAME[,NAME]",
            defaultValue = "normal",
            description = "What is wrong with it; an unknown name lists the known ones (default: ${DEFAULT-VALUE}).")
    private String scenario = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Recorded market data, LEAN zips or plain CSV, instead of generated.")
    private @Nullable Path data;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The generated market's seed (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--speed",
            paramLabel = "1x|60x|max",
            defaultValue = "1x",
            description = "How fast its clock goes (default: ${DEFAULT-VALUE}).")
    private String speed = "";

    @Option(
            names = "--server-version",
            paramLabel = "N",
            description = "The newest protocol version that it speaks (default: 200).")
    private @Nullable Integer serverVersion;

    @Option(
            names = "--json",
            description = "Standard output holds the report alone; the ready line goes to standard error.")
    private boolean json;

    @Option(names = "--exit-with-parent", description = "End when standard input ends.")
    private boolean exitWithParent;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SimulatorConfig config;
        try {
            config = config();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        return SimulatorMain.run(config, json, exitWithParent, System.in, System.out, System.err);
    }

    private SimulatorConfig config() {
        SimulatorConfig config = SimulatorConfig.defaults()
                .withHost(host)
                .withPort(port)
                .withScenario(scenario)
                .withSeed(seed);
        if (!speed.equals("1x")) {
            config = config.withClock(SimulatorMain.speed(speed));
        }
        config = control.equals("none") ? config.withoutControl() : config.withControlPort(Integer.parseInt(control));
        if (data != null) {
            config = config.withDataDir(data);
        }
        return serverVersion == null ? config : config.withServerVersion(serverVersion);
    }
}
