package io.mainstay.simulator;

import io.mainstay.simulator.calendar.GatewayCalendar;
import io.mainstay.simulator.clock.SimulatorClock;
import io.mainstay.simulator.fault.Strike;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The simulator as a program. It prints one line when it is ready, {@code ready port=<n> control=<n> seed=<n>
 * scenario=<name>}, and its report when it ends, which a signal or, with {@code --exit-with-parent}, the end of its
 * input brings about.
 */
public final class SimulatorMain {
    /** It ended as it was told to. */
    public static final int OK = 0;

    /** It could not start: wrong usage, a port that is taken, data that can't be read. */
    public static final int USAGE = 2;

    private static final long STOP_SECONDS = 5;
    private static final double MAX_SPEED = 1000;
    private static final String HELP = """
            Usage: simulator [--host ADDRESS] [--port N] [--control N|none] [--scenario NAME[,NAME...]] [--data DIR]
                             [--seed N] [--speed 1x|60x|max] [--calendar us|europe|asia|FILE]
                             [--server-version N] [--master-client-id N]
                             [--json] [--exit-with-parent]
                   simulator faults [--json]

            A NAME is normal, market-closed, real-hours or a fault, as the list of faults has them; instead of names there
            can be a file with one of them, or "set SETTING VALUE", a line.

            """ + Strike.SYNTAX;

    private SimulatorMain() {}

    /** Runs until told to end; see {@link #run}. */
    public static void main(String[] args) {
        System.exit(parseAndRun(args, System.in, System.out, System.err));
    }

    static int parseAndRun(String[] args, InputStream in, PrintStream out, PrintStream err) {
        if (args.length > 0 && args[0].equals("faults")) {
            boolean asJson = args.length == 2 && args[1].equals("--json");
            if (args.length > 1 && !asJson) {
                err.print("simulator: faults takes --json and nothing else\n" + HELP);
                return USAGE;
            }
            out.print(asJson ? FaultListing.json() : FaultListing.text());
            return OK;
        }
        SimulatorConfig config = SimulatorConfig.defaults().withPort(4002).withControlPort(0);
        boolean json = false;
        boolean exitWithParent = false;
        try {
            // The scenario first: what other flags say counts more than the settings of a file.
            int scenario = Arrays.asList(args).indexOf("--scenario");
            if (scenario >= 0 && scenario + 1 < args.length) {
                config = config.withScenario(args[scenario + 1]);
            }
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--json" -> json = true;
                    case "--exit-with-parent" -> exitWithParent = true;
                    case "--help", "-h" -> {
                        out.print(HELP);
                        return OK;
                    }
                    default -> {
                        if (i + 1 == args.length) {
                            throw new IllegalArgumentException("option " + args[i] + " is unknown or lacks its value");
                        }
                        config = option(config, args[i], args[i + 1]);
                        i++;
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            err.println("simulator: " + e.getMessage());
            err.print(HELP);
            return USAGE;
        }
        return run(config, json, exitWithParent, in, out, err);
    }

    private static SimulatorConfig option(SimulatorConfig config, String name, String value) {
        return switch (name) {
            case "--host" -> config.withHost(value);
            case "--port" -> config.withPort(number(name, value));
            case "--control" ->
                value.equals("none") ? config.withoutControl() : config.withControlPort(number(name, value));
            case "--scenario" -> config;
            case "--data" -> config.withDataDir(Path.of(value));
            case "--seed" -> config.withSeed(wide(name, value));
            case "--speed" -> config.withClock(speed(value));
            case "--calendar" -> config.withCalendar(GatewayCalendar.of(value));
            case "--server-version" -> config.withServerVersion(number(name, value));
            case "--master-client-id" -> config.withMasterClientId(number(name, value));
            default -> throw new IllegalArgumentException("option " + name + " is unknown");
        };
    }

    /**
     * The clock that a {@code --speed} asks for: {@code 1x}, {@code 60x}, or {@code max}: as fast as
     * everything that is due can be done, at most a thousandfold.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static SimulatorClock speed(String text) {
        if (text.equals("max")) {
            return SimulatorClock.asFastAsPossible(MAX_SPEED);
        }
        if (!text.matches("\\d{1,4}(\\.\\d{1,3})?x")) {
            throw new IllegalArgumentException("--speed " + text + ": 1x, 60x and the like, or max");
        }
        double factor = Double.parseDouble(text.substring(0, text.length() - 1));
        if (factor <= 0 || factor > MAX_SPEED) {
            throw new IllegalArgumentException("--speed " + text + ": more than 0x, at most 1000x");
        }
        return SimulatorClock.faster(factor);
    }

    private static int number(String option, String value) {
        long number = wide(option, value);
        if (number != (int) number) {
            throw new IllegalArgumentException(option + " " + value + " is too large");
        }
        return (int) number;
    }

    private static long wide(String option, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a whole number, not " + value, e);
        }
    }

    /**
     * Runs a simulator until a signal, or the end of {@code in} if it is to end with its parent.
     *
     * @param json whether {@code out} is to hold exactly one JSON document, the report at the end; the ready line then
     *     goes to {@code err}
     * @return {@link #OK} or {@link #USAGE}
     */
    public static int run(
            SimulatorConfig config,
            boolean json,
            boolean exitWithParent,
            InputStream in,
            PrintStream out,
            PrintStream err) {
        GatewaySimulator simulator;
        try {
            simulator = GatewaySimulator.start(config);
        } catch (IOException e) {
            err.println("simulator: " + e.getMessage());
            return USAGE;
        }
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        var hook = new Thread(() -> stopOnSignal(stop, stopped), "simulator-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try (simulator) {
            PrintStream ready = json ? err : out;
            ready.println("ready port=" + simulator.port() + " control="
                    + (simulator.controlPort().isPresent()
                            ? simulator.controlPort().getAsInt()
                            : "none") + " seed="
                    + config.seed() + " scenario=" + config.scenario().name());
            ready.flush();
            if (exitWithParent) {
                Thread.ofPlatform().daemon().name("simulator-parent").start(() -> awaitEnd(in, stop));
            }
            stop.await();
            out.println(ReportJson.toText(simulator.stats()));
            out.flush();
            return OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OK;
        } finally {
            stopped.countDown();
            removeHook(hook);
        }
    }

    private static void awaitEnd(InputStream in, CountDownLatch stop) {
        try {
            byte[] ignored = new byte[256];
            while (in.read(ignored) >= 0) {
                // Whatever the parent writes, only its end matters.
            }
        } catch (IOException e) {
            System.err.println("simulator: the parent's pipe broke (" + e.getMessage() + "), ending");
        }
        stop.countDown();
    }

    private static void stopOnSignal(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The signal that ended us runs the hook at this moment; there is nothing to remove any more.
            hook.setName("simulator-stopping");
        }
    }
}
