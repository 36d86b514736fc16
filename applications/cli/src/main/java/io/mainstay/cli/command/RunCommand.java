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
import org.apache.commons.cli.Options;

/** {@code mainstay run}: the trading runner. The settings' own flags come from {@link SettingOptions}. */
final class RunCommand implements Command {
    @Override
    public String name() {
        return "run";
    }

    @Override
    public List<String> about() {
        return List.of(
                "Connects, reads account, positions and bars, decides, trades and records; once, or until it is stopped.",
                "Values come from flag, environment, .env, <MAINSTAY_HOME>/mainstay.conf, default, in this order.");
    }

    @Override
    public Options options() {
        var options = new Options();
        GatewayOption.add(options);
        Flags.addOptionalValue(
                options,
                "--sim",
                "SCENARIO",
                "Run against a simulated gateway of this run's own; no real gateway is touched.");
        Flags.addValue(options, "--data", "DIR", "With --sim: recorded market data instead of generated.");
        Flags.addValue(options, "--seed", "N", "With --sim: the generated market's seed (default: 1).");
        Flags.addValue(
                options,
                "--worker",
                "shared|private",
                "Attach to the gateway's shared worker, or start one for this run alone (default: shared).");
        Flags.addSwitch(options, "--json", "Print exactly one JSON document to standard output.");
        SettingOptions.addAll(options);
        return options;
    }

    @Override
    public int run(Arguments arguments) throws IOException {
        boolean json = arguments.has("--json");
        var output = new RunOutput(System.out, System.err, json, isTerminal());
        try {
            return run(arguments, output);
        } catch (InvalidSettings e) {
            if (json) {
                return Runner.refuse(output, "run", e);
            }
            throw e;
        }
    }

    private static int run(Arguments arguments, RunOutput output) throws IOException {
        check(arguments);
        Settings settings = Settings.load();
        Map<String, String> texts = settings.texts(arguments);
        GatewayOption.into(texts, arguments);
        if (!arguments.has("--sim")) {
            return run(output, texts, settings.home(), via(arguments));
        }
        // What is traded against a simulator must not mix with the records of real runs.
        Path home = settings.home().resolve("sim");
        // Wrong settings are told before anything is started.
        SettingsReader.read(texts, home);
        Folders.createPrivately(home);
        try (var simulator = SimulatorProcess.start(simulatorArguments(arguments), home.resolve("simulator.log"))) {
            texts.put("host", "127.0.0.1");
            texts.put("port", Integer.toString(simulator.port()));
            return run(output, texts, home, ConnectOptions.Via.PRIVATE_WORKER);
        }
    }

    private static int run(RunOutput output, Map<String, String> texts, Path home, ConnectOptions.Via via) {
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

    private static void check(Arguments arguments) {
        var problems = new ArrayList<String>();
        boolean simulated = arguments.has("--sim");
        if (simulated && arguments.has(GatewayOption.FLAG)) {
            problems.add("--sim and --gateway exclude each other: a simulated run touches no real gateway");
        }
        if (!simulated && (arguments.has("--data") || arguments.has("--seed"))) {
            problems.add("--data and --seed go with --sim");
        }
        arguments
                .text("--data")
                .filter(data -> !Files.isDirectory(Path.of(data)))
                .ifPresent(data -> problems.add("--data: " + data + " is not a folder"));
        arguments.text("--seed").ifPresent(seed -> Numbers.whole("--seed", seed));
        arguments
                .text("--worker")
                .filter(worker -> !List.of("shared", "private").contains(worker))
                .ifPresent(worker -> problems.add("--worker must be shared or private, not \"" + worker + "\""));
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
    }

    private static ConnectOptions.Via via(Arguments arguments) {
        return "private".equals(arguments.text("--worker").orElse("shared"))
                ? ConnectOptions.Via.PRIVATE_WORKER
                : ConnectOptions.Via.SHARED_WORKER;
    }

    private static List<String> simulatorArguments(Arguments arguments) {
        var all = new ArrayList<>(List.of("--scenario", arguments.text("--sim").orElse("normal")));
        arguments
                .text("--data")
                .ifPresent(data -> all.addAll(
                        List.of("--data", Path.of(data).toAbsolutePath().toString())));
        arguments.text("--seed").ifPresent(seed -> all.addAll(List.of("--seed", seed)));
        return all;
    }
}
