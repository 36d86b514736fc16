package io.mainstay.cli.command;

import io.mainstay.client.MainstayException;
import io.mainstay.client.worker.WorkerException;
import io.mainstay.client.worker.WorkerHome;
import io.mainstay.client.worker.WorkerProcess;
import io.mainstay.runner.settings.RunnerSettings;
import io.mainstay.runner.settings.SettingsReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.commons.cli.Options;

/** {@code mainstay worker}: the shared session of one gateway endpoint, as a process. */
abstract class WorkerCommand implements Command {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final String verb;
    private final String about;

    private WorkerCommand(String verb, String about) {
        this.verb = verb;
        this.about = about;
    }

    @Override
    public final String name() {
        return "worker " + verb;
    }

    @Override
    public final List<String> about() {
        return List.of(
                about, "A worker is the process that holds a gateway's one connection; all programs attach to it.");
    }

    @Override
    public final Options options() {
        var options = new Options();
        GatewayOption.add(options);
        if (starts()) {
            WorkerFlags.addTo(options);
        }
        return options;
    }

    @Override
    public final int run(Arguments arguments) throws InterruptedException, IOException {
        Settings settings = Settings.load();
        Map<String, String> texts = settings.texts(arguments);
        GatewayOption.into(texts, arguments);
        RunnerSettings.Gateway endpoint =
                SettingsReader.read(texts, settings.home()).gateway();
        WorkerHome home = WorkerHome.shared(settings.home(), endpoint.host(), endpoint.port());
        var plain = io.mainstay.client.worker.WorkerCommand.shared(home, Timeouts.handshake(texts));
        var command = starts() ? WorkerFlags.into(plain, arguments) : plain;
        try {
            return act(home, command);
        } catch (WorkerException e) {
            throw new MainstayException.WorkerFailed(String.valueOf(e.getMessage()));
        }
    }

    /** Whether it may start a worker, and so takes the worker's flags. */
    boolean starts() {
        return true;
    }

    abstract int act(WorkerHome home, io.mainstay.client.worker.WorkerCommand command)
            throws WorkerException, InterruptedException, IOException;

    static void say(String line) {
        System.out.println(line);
    }

    static int start(WorkerHome home, io.mainstay.client.worker.WorkerCommand command)
            throws WorkerException, InterruptedException {
        home.create();
        WorkerProcess.Running running = WorkerProcess.start(home, command, START_TIMEOUT);
        String front = home.frontPort() == 0 ? "" : ", other TWS clients at 127.0.0.1:" + home.frontPort();
        say((running.startedNow() ? "started" : "already running") + ": worker of " + home.endpoint() + ", pid "
                + text(running.pid()) + front);
        return 0;
    }

    static int stop(WorkerHome home) throws WorkerException, InterruptedException {
        OptionalLong pid = WorkerProcess.lastKnownPid(home);
        say(
                WorkerProcess.stop(home, STOP_TIMEOUT)
                        ? "stopped: worker of " + home.endpoint() + ", pid " + text(pid)
                        : "no worker of " + home.endpoint() + " is running");
        return 0;
    }

    private static String text(OptionalLong pid) {
        return pid.isPresent() ? Long.toString(pid.getAsLong()) : "unknown";
    }

    static final class Start extends WorkerCommand {
        Start() {
            super("start", "Starts the worker, unless it runs already.");
        }

        @Override
        int act(WorkerHome home, io.mainstay.client.worker.WorkerCommand command)
                throws WorkerException, InterruptedException {
            return start(home, command);
        }
    }

    static final class Stop extends WorkerCommand {
        Stop() {
            super("stop", "Ends the worker in order: the gateway's connection is closed, not cut.");
        }

        @Override
        boolean starts() {
            return false;
        }

        @Override
        int act(WorkerHome home, io.mainstay.client.worker.WorkerCommand command)
                throws WorkerException, InterruptedException {
            return stop(home);
        }
    }

    static final class Restart extends WorkerCommand {
        Restart() {
            super("restart", "Ends the worker in order and starts it again.");
        }

        @Override
        int act(WorkerHome home, io.mainstay.client.worker.WorkerCommand command)
                throws WorkerException, InterruptedException {
            stop(home);
            return start(home, command);
        }
    }

    static final class Run extends WorkerCommand {
        Run() {
            super("run", "Runs the worker in the foreground until SIGINT or SIGTERM.");
        }

        @Override
        int act(WorkerHome home, io.mainstay.client.worker.WorkerCommand command)
                throws WorkerException, InterruptedException, IOException {
            home.create();
            var builder = new ProcessBuilder(command.commandLine()).inheritIO();
            builder.environment().clear();
            builder.environment().putAll(command.environment());
            Process worker = builder.start();
            // A terminal's SIGINT reaches both processes, and a shared worker ignores it: it is told to end here.
            var ender = new Thread(
                    () -> {
                        worker.destroy();
                        worker.onExit().join();
                    },
                    "worker-ender");
            Runtime.getRuntime().addShutdownHook(ender);
            return worker.waitFor();
        }
    }
}
