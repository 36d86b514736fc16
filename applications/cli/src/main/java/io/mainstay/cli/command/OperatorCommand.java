package io.mainstay.cli.command;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mainstay.cli.process.WorkerAdmin;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;

/** {@code mainstay worker pause} and its like: tells a running worker to do something. */
abstract class OperatorCommand implements Command {
    private static final String REASON = "--reason";
    private static final String ORDERS_STAY = "Orders that work at IB stay there as they are.";

    private final String verb;
    private final List<String> about;

    private OperatorCommand(String verb, String... about) {
        this.verb = verb;
        this.about = List.of(about);
    }

    @Override
    public final String name() {
        return "worker " + verb;
    }

    @Override
    public final List<String> about() {
        return about;
    }

    @Override
    public Options options() {
        var options = new Options();
        WorkerAccess.addTo(options);
        Flags.addValue(options, REASON, "TEXT", "Why; clients are told.");
        return options;
    }

    @Override
    public final int run(Arguments arguments) throws IOException, InterruptedException {
        var how = new LinkedHashMap<String, Object>();
        arguments.text(REASON).ifPresent(reason -> how.put("reason", reason));
        how.putAll(how(arguments));
        WorkerAdmin.Answer answer = WorkerAccess.of(arguments).ask(worker -> worker.tell(verb, how));
        if (arguments.has("--json")) {
            System.out.println(JSON.std.asString(answer.document()));
        } else if (answer.done()) {
            System.out.println(answer.document().get("done"));
        }
        if (!answer.done()) {
            System.err.println("mainstay: " + answer.document().get("error"));
        }
        return answer.done() ? 0 : ErrorText.WRONG_USAGE;
    }

    /** What the worker is told beside the reason. */
    Map<String, Object> how(Arguments arguments) {
        return Map.of();
    }

    static final class Pause extends OperatorCommand {
        Pause() {
            super(
                    "pause",
                    "Lets nothing new through to the gateway until it is resumed.",
                    "Clients stay and what they hold goes on. New requests and orders are refused with the reason, orders that"
                            + " still wait here are given back unsent, cancels go through. " + ORDERS_STAY);
        }
    }

    static final class Resume extends OperatorCommand {
        Resume() {
            super("resume", "Ends a pause, and a hold before its time.");
        }
    }

    static final class Reload extends OperatorCommand {
        Reload() {
            super(
                    "reload",
                    "Reads access.conf again and puts its rules in force, for clients that are in too.",
                    "All of it or nothing: with a mistake in a file the rules of before stay, the mistake is told, and the exit code"
                            + " is 2. A client that no rule lets in any more is told and ended, one with other rights goes on with"
                            + " those; all others and the gateway's session notice nothing. What changed in worker.conf and needs"
                            + " mainstay worker restart is named. SIGHUP to the worker does the same. "
                            + ORDERS_STAY);
        }

        @Override
        public Options options() {
            var options = new Options();
            WorkerAccess.addTo(options);
            return options;
        }
    }

    static final class Drain extends OperatorCommand {
        private static final String WITHIN = "--within";

        Drain() {
            super(
                    "drain",
                    "Takes nothing new, lets what is open end, then ends the worker.",
                    "No new client comes in. Subscriptions never end by themselves; they are not waited for. "
                            + ORDERS_STAY);
        }

        @Override
        public Options options() {
            Options options = super.options();
            Flags.addValue(options, WITHIN, "SECONDS", "When it ends at the latest (default: 30).");
            return options;
        }

        @Override
        Map<String, Object> how(Arguments arguments) {
            return arguments
                    .text(WITHIN)
                    .<Map<String, Object>>map(text -> Map.of("withinMs", Numbers.whole(WITHIN, text) * 1_000))
                    .orElse(Map.of());
        }
    }

    static final class Reconnect extends OperatorCommand {
        Reconnect() {
            super(
                    "reconnect",
                    "Closes the gateway's session in order and makes it anew.",
                    "Clients keep their sessions and subscriptions; they see 1100 and then 1102. " + ORDERS_STAY);
        }
    }

    static final class Kill extends OperatorCommand {
        Kill() {
            super(
                    "kill",
                    "Ends one client's session.",
                    "SESSION is the number that mainstay worker show clients tells. It may come back; a rule in access.conf keeps"
                            + " it out. " + ORDERS_STAY);
        }

        @Override
        public String words() {
            return "SESSION";
        }

        @Override
        Map<String, Object> how(Arguments arguments) {
            return Map.of("session", Numbers.whole("SESSION", one(arguments, "say which session to end")));
        }
    }

    static final class Hold extends OperatorCommand {
        Hold() {
            super(
                    "hold",
                    "Leaves the gateway to a person for some minutes, and comes back by itself.",
                    "The session is closed in order, so that somebody can log in elsewhere. Clients keep theirs, and are told why"
                            + " and until when. mainstay worker resume ends it early. " + ORDERS_STAY);
        }

        @Override
        public String words() {
            return "MINUTES";
        }

        @Override
        Map<String, Object> how(Arguments arguments) {
            return Map.of("minutes", Numbers.whole("MINUTES", one(arguments, "say for how many minutes")));
        }
    }

    private static String one(Arguments arguments, String complaint) {
        if (arguments.words().size() != 1) {
            throw new UsageException(complaint);
        }
        return arguments.words().getFirst();
    }
}
