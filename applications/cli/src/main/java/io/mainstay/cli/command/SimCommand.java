package io.mainstay.cli.command;

import io.mainstay.cli.process.UntilStopped;
import io.mainstay.simulator.SimulatorConfig;
import io.mainstay.simulator.SimulatorMain;
import io.mainstay.simulator.calendar.GatewayCalendar;
import io.mainstay.simulator.recording.Recording;
import io.mainstay.simulator.recording.RecordingException;
import io.mainstay.simulator.recording.Replay;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code mainstay sim}: a simulated gateway. */
final class SimCommand implements Command {
    @Override
    public String name() {
        return "sim";
    }

    @Override
    public List<String> about() {
        return List.of(
                "A simulated IB Gateway: real TWS clients connect to it, no account is needed.",
                "Prints one line when it is ready and its report as JSON when a signal ends it. mainstay sim faults"
                        + " lists what can be wrong with it, and how to say when.");
    }

    @Override
    public Options options() {
        var options = new Options();
        Flags.addValue(options, "--host", "ADDRESS", "Where to listen (default: 127.0.0.1).");
        Flags.addValue(options, "--port", "N", "The gateway's port, 0 for a free one (default: 4002).");
        Flags.addValue(
                options,
                "--control",
                "N|none",
                "The port of the control endpoint, GET /stats and /faults, POST /faults/NAME/on|off (default: a free"
                        + " one).");
        Flags.addValue(
                options,
                "--scenario",
                "NAME[,NAME]|FILE",
                "What is wrong with it: faults with values and triggers, such as slow-login=2s@connection:3, or a file"
                        + " of them (default: normal).");
        Flags.addValue(options, "--data", "DIR", "Recorded market data, LEAN zips or plain CSV, instead of generated.");
        Flags.addValue(
                options,
                "--replay",
                "FILE",
                "A recording of \"mainstay record\": answers as was answered then, and refuses what was not asked.");
        Flags.addValue(options, "--seed", "N", "The generated market's seed (default: 1).");
        Flags.addValue(options, "--speed", "1x|60x|max", "How fast its clock goes (default: 1x).");
        Flags.addValue(
                options,
                "--calendar",
                "us|europe|asia|FILE",
                "When it is away by plan: resets, restarts, logins, maintenance (default: never).");
        Flags.addValue(options, "--server-version", "N", "The newest protocol version that it speaks (default: 225).");
        Flags.addSwitch(
                options, "--json", "Standard output holds the report alone; the ready line goes to standard error.");
        Flags.addSwitch(options, "--exit-with-parent", "End when standard input ends.");
        return options;
    }

    @Override
    public int run(Arguments arguments) throws IOException, InterruptedException {
        if (arguments.has("--replay")) {
            return replay(arguments);
        }
        SimulatorConfig config;
        try {
            config = config(arguments);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return SimulatorMain.run(
                config,
                arguments.has("--json"),
                arguments.has("--exit-with-parent"),
                System.in,
                System.out,
                System.err);
    }

    private static int replay(Arguments arguments) throws IOException, InterruptedException {
        for (String flag :
                List.of("--control", "--scenario", "--data", "--seed", "--calendar", "--server-version", "--json")) {
            if (arguments.has(flag)) {
                throw new UsageException(flag + " does not go with --replay: a recording is as it is");
            }
        }
        String file = arguments.text("--replay").orElseThrow();
        String speed = arguments.text("--speed").orElse("1x");
        try (var stopped = new UntilStopped();
                var replay = Replay.start(
                        new InetSocketAddress(
                                arguments.text("--host").orElse("127.0.0.1"),
                                Numbers.port("--port", arguments.text("--port").orElse("4002"))),
                        Recording.read(Path.of(file)),
                        speed.equals("max")
                                ? Double.POSITIVE_INFINITY
                                : SimulatorMain.speed(speed).rate(),
                        notice -> System.err.println("mainstay: " + notice))) {
            if (arguments.has("--exit-with-parent")) {
                stopped.orEndOf(System.in);
            }
            System.out.println("ready port=" + replay.port() + " replay=" + file);
            System.out.flush();
            stopped.await();
            return 0;
        } catch (RecordingException | IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static SimulatorConfig config(Arguments arguments) {
        // The scenario first: what flags say counts more than the settings of a file.
        SimulatorConfig config = SimulatorConfig.defaults()
                .withScenario(arguments.text("--scenario").orElse("normal"))
                .withHost(arguments.text("--host").orElse("127.0.0.1"))
                .withPort(Numbers.port("--port", arguments.text("--port").orElse("4002")));
        if (arguments.has("--seed")) {
            config = config.withSeed(
                    Numbers.whole("--seed", arguments.text("--seed").orElseThrow()));
        }
        if (arguments.has("--speed")) {
            config = config.withClock(
                    SimulatorMain.speed(arguments.text("--speed").orElseThrow()));
        }
        config = config.withCalendar(
                GatewayCalendar.of(arguments.text("--calendar").orElse("none")));
        String control = arguments.text("--control").orElse("0");
        config = control.equals("none")
                ? config.withoutControl()
                : config.withControlPort(Numbers.port("--control", control));
        if (arguments.has("--data")) {
            config = config.withDataDir(Path.of(arguments.text("--data").orElseThrow()));
        }
        if (arguments.has("--server-version")) {
            String newest = arguments.text("--server-version").orElseThrow();
            config = config.withServerVersion(Math.toIntExact(Numbers.whole("--server-version", newest)));
        }
        return config;
    }
}
