package io.mainstay.cli.command;

import io.mainstay.simulator.FaultListing;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code mainstay sim faults}: what the simulated gateway can get wrong. */
final class SimFaultsCommand implements Command {
    @Override
    public String name() {
        return "sim faults";
    }

    @Override
    public List<String> about() {
        return List.of(
                "Lists every fault of the simulated gateway: its value, what it does, when it strikes, and which troubles"
                        + " of the field it reproduces; at the end, the conditions that any of them can have.");
    }

    @Override
    public Options options() {
        var options = new Options();
        Flags.addSwitch(options, "--json", "Standard output is one JSON document, an object for each fault.");
        return options;
    }

    @Override
    public int run(Arguments arguments) {
        System.out.print(arguments.has("--json") ? FaultListing.json() : FaultListing.text());
        return 0;
    }
}
