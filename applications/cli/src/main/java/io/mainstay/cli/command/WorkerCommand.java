package io.mainstay.cli.command;

import io.mainstay.client.MainstayException;
import io.mainstay.client.worker.WorkerException;
import io.mainstay.client.worker.WorkerHome;
import io.mainstay.client.worker.WorkerProcess;
import io.mainstay.runner.settings.RunnerSettings;
import io.mainstay.runner.settings.SettingsReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mainstay worker}: the shared session of one gateway endpoint, as a process. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "The shared session of one gateway endpoint: the process that all programs attach to.",
        subcommands = {
            WorkerCommand.Run.class,
            WorkerCommand.Start.class,
            WorkerCommand.Stop.class,
            WorkerCommand.Restart.class
        })
final class WorkerCommand implements Runnable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do with the worker: run, start, stop or restart.");
    }

    /** What all four have: the endpoint. */
    abstract static class OfEndpoint implements Callable<Integer> {
        @Mixin
        private final GatewayOption gateway = new GatewayOption();

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Override
        public final Integer call() throws InterruptedException, IOException {
            Settings settings = Settings.load();
            Map<String, String> texts = settings.texts(spec.commandLine().getParseResult());
            gateway.into(texts);
            RunnerSettings.Gateway endpoint =
                    SettingsReader.read(texts, settings.home()).gateway();
            WorkerHome home = WorkerHome.shared(settings.home(), endpoint.host(), endpoint.port());
            var command = io.mainstay.client.worker.WorkerCommand.shared(home, Timeouts.handshake(texts));
            try {
                return act(home, command);
            } catch (WorkerException e) {
                throw new MainstayException.WorkerFailed(String.valueOf(e.getMessage()));
            }
        }

        abstract int act(WorkerHome home, io.mainstay.client.worker.WorkerCommand command)
                throws WorkerException, InterruptedException, IOException;

        final void say(String line) {
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
        }

        final int start(WorkerHome home, io.mainstay.client.worker.WorkerCommand command)
                throws WorkerException, InterruptedException {
            home.create();
            WorkerProcess.Running running = WorkerProcess.start(home, command, START_TIMEOUT);
            String front = home.frontPort() == 0 ? "" : ", other TWS clients at 127.0.0.1:" + home.frontPort();
            say((running.startedNow() ? "started" : "already running") + ": worker of " + home.endpoint() + ", pid "
                    + text(running.pid()) + front);
            return 0;
        }

        final int stop(WorkerHome home) throws WorkerException, InterruptedException {
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
    }

    @Command(name = "start", mixinStandardHelpOptions = true, description = "Starts it, unless it runs already.")
    static final class Start extends OfEndpoint {
        @Override
        int act(WorkerHome home, io.mainstay.client.worker.WorkerCommand command)
                throws WorkerException, InterruptedException {
            return start(home, command);
        }
    }

    @Command(
            name = "stop",
            mixinStandardHelpOptions = true,
            description = "Ends it in order: the gateway's connection is closed, not cut.")
    static final class Stop extends OfEndpoint {
        @Override
        int act(WorkerHome home, io.mainstay.client.worker.WorkerCommand command)
                throws WorkerException, InterruptedException {
            return stop(home);
        }
    }

    @Command(name = "restart", mixinStandardHelpOptions = true, description = "Ends it in order and starts it again.")
    static final class Restart extends OfEndpoint {
        @Override
        int act(WorkerHome home, io.mainstay.client.worker.WorkerCommand command)
                throws WorkerException, InterruptedException {
            stop(home);
            return start(home, command);
        }
    }

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Runs it in the foreground until SIGINT or SIGTERM.")
    static final class Run extends OfEndpoint {
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
