package io.mainstay.cli.command;

import io.mainstay.cli.process.SimulatorProcess;
import io.mainstay.client.ConnectOptions;
import io.mainstay.client.Mainstay;
import io.mainstay.runner.Runner;
import io.mainstay.runner.report.RunOutput;
import io.mainstay.runner.settings.InvalidSettings;
import io.mainstay.runner.settings.RunnerSettings;
import io.mainstay.runner.settings.SettingsReader;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mainstay run}: the trading runner. The settings' own flags come from {@link SettingOptions}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Connects, reads account, positions and bars, decides, trades and records; once, or until it is stopped.",
            "Values come from flag, environment, .env, <MAINSTAY_HOME>/mainstay.conf, default, in this order."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final GatewayOption gateway = new GatewayOption();

    @Option(
            names = "--sim",
            arity = "0..1",
            fallbackValue = "normal",
            paramLabel = "SCENARIO",
            description = "Run against a simulated gateway of this run's own; no real gateway is touched.")
    private @Nullable String scenario;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "With --sim: recorded market data instead of generated.")
    private @Nullable Path data;

    @Option(names = "--seed", paramLabel = "N", description = "With --sim: the generated market's seed (default: 1).")
    private @Nullable Long seed;

    @Option(
            names = "--worker",
            paramLabel = "shared|private",
            description = "Attach to the gateway's shared worker, or start one for this run alone (default: shared).")
    private @Nullable String worker;

    @Option(names = "--json", description = "Print exactly one JSON document to standard output.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var output = new RunOutput(System.out, System.err, json, isTerminal());
        try {
            return run(output);
        } catch (InvalidSettings e) {
            if (json) {
                return Runner.refuse(output, "run", e);
            }
            throw e;
        }
    }

    private int run(RunOutput output) throws IOException {
        checkFlags();
        Settings settings = Settings.load();
        Map<String, String> texts = settings.texts(spec.commandLine().getParseResult());
        gateway.into(texts);
        if (scenario == null) {
            return run(output, texts, settings.home(), via());
        }
        // What is traded against a simulator must not mix with the records of real runs.
        Path home = settings.home().resolve("sim");
        // Wrong settings are told before anything is started.
        SettingsReader.read(texts, home);
        Folders.createPrivately(home);
        try (var simulator = SimulatorProcess.start(simulatorArguments(scenario), home.resolve("simulator.log"))) {
            texts.put("host", "127.0.0.1");
            texts.put("port", Integer.toString(simulator.port()));
            return run(output, texts, home, ConnectOptions.Via.PRIVATE_WORKER);
        }
    }

    private int run(RunOutput output, Map<String, String> texts, Path home, ConnectOptions.Via via) {
        RunnerSettings settings = SettingsReader.read(texts, home);
        ConnectOptions options = ConnectOptions.defaults()
                .withGateway(settings.gateway().host(), settings.gateway().port())
                .withClientId(settings.gateway().clientId())
                .withVia(via)
                .withHome(home)
                .withConnectTimeout(Timeouts.connect(texts));
        var runner = new Runner(settings, () -> Mainstay.connect(options), new KernelListenerCheck(), output);
        StopSignals signals = StopSignals.to(runner);
        try {
            return runner.run();
        } finally {
            signals.close();
        }
    }

    @SuppressWarnings("SystemConsoleNull") // null when standard input is redirected and no terminal is there
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private void checkFlags() {
        var problems = new ArrayList<String>();
        if (scenario != null && gateway.given()) {
            problems.add("--sim and --gateway exclude each other: a simulated run touches no real gateway");
        }
        if (scenario == null && (data != null || seed != null)) {
            problems.add("--data and --seed go with --sim");
        }
        if (data != null && !Files.isDirectory(data)) {
            problems.add("--data: " + data + " is not a folder");
        }
        if (worker != null && !List.of("shared", "private").contains(worker)) {
            problems.add("--worker must be shared or private, not \"" + worker + "\"");
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
    }

    private ConnectOptions.Via via() {
        return "private".equals(worker) ? ConnectOptions.Via.PRIVATE_WORKER : ConnectOptions.Via.SHARED_WORKER;
    }

    private List<String> simulatorArguments(String name) {
        var arguments = new ArrayList<>(List.of("--scenario", name));
        if (data != null) {
            arguments.addAll(List.of("--data", data.toAbsolutePath().toString()));
        }
        if (seed != null) {
            arguments.addAll(List.of("--seed", seed.toString()));
        }
        return arguments;
    }
}
