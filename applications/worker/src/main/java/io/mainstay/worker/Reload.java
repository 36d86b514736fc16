package io.mainstay.worker;

import io.mainstay.engine.AccessOutcome;
import io.mainstay.engine.access.AccessRules;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a running worker's files again and puts its rules in force: all of them or, where anything in the files is wrong, none,
 * and then the old ones stay. What else changed in {@code worker.conf} is named, since it holds from the next start only. Used on
 * the loop's thread.
 */
final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final String[] arguments;
    private final WorkerOptions running;
    private final EngineRunner runner;

    /** Those of the worker's start, by which it listens. */
    private final AccessRules first;

    private AccessRules inForce;

    /**
     * Knows what the worker was started with.
     *
     * @param arguments of the worker
     * @param running the options that they and the file made
     * @param rules in force
     */
    Reload(String[] arguments, WorkerOptions running, AccessRules rules, EngineRunner runner) {
        this.arguments = arguments.clone();
        this.running = running;
        this.runner = runner;
        this.first = rules;
        this.inForce = rules;
    }

    /**
     * What became of it.
     *
     * @param rules in force now, with the one of the worker's own user
     * @param clients what they did to clients
     * @param restartNeeded what changed and holds from the next start only, by option
     * @param text all of it in a sentence
     */
    record Done(int rules, AccessOutcome clients, List<String> restartNeeded, String text) {}

    /**
     * Does it.
     *
     * @throws ConfigurationException if a file is not as needed; then nothing has changed
     */
    Done run() throws ConfigurationException {
        try {
            Done done = reload();
            LOG.info("{}", done.text());
            return done;
        } catch (ConfigurationException e) {
            var refused = new ConfigurationException(
                    e.getMessage()
                            + "; nothing has changed and the rules of before stay in force. When it is mended, reload again",
                    e);
            LOG.error("reload: {}", refused.getMessage());
            throw refused;
        }
    }

    private Done reload() throws ConfigurationException {
        WorkerOptions next;
        try {
            next = WorkerOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
        if (Files.notExists(next.access()) && !inForce.equals(AccessRules.ownUserOnly(inForce.ownUid()))) {
            throw new ConfigurationException(next.access()
                    + " is not there, and rules are in force; an empty file with mode 0600 means that there are none");
        }
        AccessRules rules = AccessFiles.load(next.access());
        if (running.listener().isPresent()) {
            running.listener().get().check(rules, next.access());
        }
        AccessOutcome outcome = runner.changeAccess(rules);
        inForce = rules;
        List<String> restartNeeded = restartNeeded(next, rules);
        return new Done(rules.rules().size(), outcome, restartNeeded, text(next, outcome, restartNeeded));
    }

    private String text(WorkerOptions next, AccessOutcome outcome, List<String> restartNeeded) {
        return "reloaded: the rules of " + next.access() + " are in force; " + outcome.ended() + " clients were ended, "
                + outcome.changed() + " have other rights, " + outcome.requestsEnded()
                + " of their requests were ended, "
                + outcome.ordersGivenBack() + " orders were given back unsent"
                + (restartNeeded.isEmpty()
                        ? ""
                        : "; changed too, but only mainstay worker restart makes it hold: "
                                + String.join(", ", restartNeeded));
    }

    private List<String> restartNeeded(WorkerOptions next, AccessRules rules) {
        var names = new ArrayList<String>();
        if (!next.listener().equals(running.listener())) {
            names.add("listen and the tls options");
        } else if (running.listener().flatMap(NetworkListener::tls).stream()
                .anyMatch(tls -> tls.certificateIsNeeded(first) && !tls.certificateIsNeeded(rules))) {
            names.add("tls-client-ca, which asks every client for a certificate until then");
        }
        if (next.sameClientId() != running.sameClientId()) {
            names.add("same-client-id");
        }
        if (next.marketDataLines() != running.marketDataLines()) {
            names.add("market-data-lines");
        }
        if (next.messagesPerSecond() != running.messagesPerSecond()) {
            names.add("messages-per-second");
        }
        if (next.serverVersionMax() != running.serverVersionMax()) {
            names.add("server-version-max");
        }
        return names;
    }
}
