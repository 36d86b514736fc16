package io.mainstay.cli.command;

import io.mainstay.cli.process.WorkerAdmin;
import io.mainstay.client.MainstayException;
import io.mainstay.client.worker.WorkerHome;
import io.mainstay.runner.settings.RunnerSettings;
import io.mainstay.runner.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.commons.cli.Options;

/**
 * Which running worker a command is about, and the way to ask it.
 *
 * @param endpoint how it is called in texts
 * @param gatewayPort the port of its gateway; 0 if that is not known
 */
record WorkerAccess(Path folder, String endpoint, int gatewayPort) {
    private static final String FOLDER = "--folder";
    private static final Duration WITHIN = Duration.ofSeconds(10);

    static void addTo(Options options) {
        GatewayOption.add(options);
        Flags.addValue(options, FOLDER, "DIR", "The folder of a private worker, in place of --gateway.");
        Flags.addSwitch(options, "--json", "Print one JSON document.");
    }

    static WorkerAccess of(Arguments arguments) {
        Settings settings = Settings.load();
        if (arguments.has(FOLDER)) {
            Path folder = Path.of(arguments.text(FOLDER).orElse("")).toAbsolutePath();
            return new WorkerAccess(folder, folder.toString(), 0);
        }
        Map<String, String> texts = settings.texts(arguments);
        GatewayOption.into(texts, arguments);
        RunnerSettings.Gateway gateway =
                SettingsReader.read(texts, settings.home()).gateway();
        WorkerHome home = WorkerHome.shared(settings.home(), gateway.host(), gateway.port());
        return new WorkerAccess(home.folder(), home.endpoint(), gateway.port());
    }

    /** One question to the worker. */
    @FunctionalInterface
    interface Question {
        WorkerAdmin.Answer ask(WorkerAdmin worker) throws IOException, InterruptedException, TimeoutException;
    }

    /**
     * Asks the worker.
     *
     * @throws MainstayException if none runs, or it does not answer in time
     */
    WorkerAdmin.Answer ask(Question question) throws InterruptedException {
        try {
            return question.ask(new WorkerAdmin(folder.resolve("admin.sock"), WITHIN));
        } catch (IOException e) {
            throw new MainstayException.WorkerFailed("no worker of " + endpoint + " answers its operator ("
                    + e.getMessage() + "); mainstay worker start starts one");
        } catch (TimeoutException e) {
            throw new MainstayException.TimedOut(
                    "the worker of " + endpoint + " did not answer its operator in time; its log tells more: "
                            + folder.resolve("worker.log"),
                    WITHIN);
        }
    }
}
