package io.mainstay.cli.command;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;

/** {@code mainstay worker show}: one part of what the worker holds, a line each. */
final class ShowCommand implements Command {
    private static final List<String> LISTS = List.of("clients", "streams", "orders", "lanes");
    private static final String BUDGET = "budget";

    @Override
    public String name() {
        return "worker show";
    }

    @Override
    public List<String> about() {
        return List.of(
                "Tells the worker's clients, streams, orders, lanes or budget, a line each.",
                "lanes tells how long messages waited for the gateway's rate limit; budget how much of the limits is used. Orders"
                        + " are told without their account.");
    }

    @Override
    public Options options() {
        var options = new Options();
        WorkerAccess.addTo(options);
        return options;
    }

    @Override
    public String words() {
        return "clients|streams|orders|lanes|budget";
    }

    @Override
    public int run(Arguments arguments) throws IOException, InterruptedException {
        String what = arguments.words().size() == 1 ? arguments.words().getFirst() : "";
        if (!LISTS.contains(what) && !what.equals(BUDGET)) {
            throw new UsageException("say what to show: " + words());
        }
        Map<String, Object> document =
                WorkerAccess.of(arguments).ask(admin -> admin.status()).document();
        if (arguments.has("--json")) {
            System.out.println(JSON.std.asString(Map.of(what, document.getOrDefault(what, List.of()))));
        } else if (what.equals(BUDGET)) {
            System.out.println(StatusText.pairs(StatusText.object(document, BUDGET)));
        } else {
            StatusText.printRows(StatusText.list(document, what), System.out);
        }
        return 0;
    }
}
