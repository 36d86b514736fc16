package io.mainstay.system.conformance;

import io.mainstay.simulator.clock.SteppedClock;
import io.mainstay.system.support.Home;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the clients do, in which order, and when time passes meanwhile. */
final class Script {
    private static final Duration SLICE = Duration.ofMillis(250);

    /**
     * One step of all clients.
     *
     * @param inTurn whether one client does it after the other, each with the time that passes then, or all at once
     * @param slices of time that pass behind it
     * @param after what the client does when they have passed, before it is another one's turn
     */
    private record Step(String name, boolean inTurn, int slices, Optional<String> after) {
        static Step atOnce(String name) {
            return new Step(name, false, 0, Optional.empty());
        }

        static Step inTurn(String name, int slices) {
            return new Step(name, true, slices, Optional.empty());
        }

        static Step inTurn(String name, String after, int slices) {
            return new Step(name, true, slices, Optional.of(after));
        }
    }

    private static final List<Step> STEPS = List.of(
            Step.inTurn("connect", 0),
            Step.atOnce("contracts"),
            Step.atOnce("history"),
            Step.atOnce("news"),
            Step.inTurn("quotes", 4),
            Step.inTurn("depth", 1),
            Step.inTurn("bars", 20),
            Step.inTurn("ticks", "cancelTicks", 4),
            // No time passes here: an account's values are told again every three minutes only, so who joins gets them
            // as they were.
            Step.inTurn("account", 0),
            Step.inTurn("scanner", 4),
            Step.inTurn("cancelStreams", 1),
            Step.inTurn("placeLimit", 1),
            Step.inTurn("modifyLimit", 1),
            Step.inTurn("lists", 0),
            Step.inTurn("cancelLimit", 1),
            Step.inTurn("placeMarket", 1),
            Step.inTurn("placeBracket", 1),
            Step.inTurn("cancelBracket", 1),
            Step.inTurn("placeOca", 1),
            Step.inTurn("placeOcaFilled", 1),
            Step.inTurn("refusedOrders", 1),
            Step.inTurn("whatIf", 1),
            Step.inTurn("reports", 0),
            Step.inTurn("askCompleted", 1),
            Step.inTurn("cancelAccount", 1),
            Step.inTurn("globalCancel", 1),
            Step.inTurn("disconnect", 0));

    private Script() {}

    /** Runs it with clients of the given programs, which get the client ids from 7 on; gives what each client was told. */
    static List<Map<String, List<Object>>> run(Home home, List<String> programs, int port, SteppedClock clock) {
        var clients = new ArrayList<SteppedClient>();
        try {
            for (String program : programs) {
                clients.add(new SteppedClient(home, program, port, 7 + clients.size()));
            }
            STEPS.forEach(step -> run(step, clients, clock));
            return clients.stream().map(SteppedClient::end).toList();
        } finally {
            clients.forEach(SteppedClient::close);
        }
    }

    private static void run(Step step, List<SteppedClient> clients, SteppedClock clock) {
        if (!step.inTurn()) {
            atOnce(step.name(), clients);
            return;
        }
        for (SteppedClient client : clients) {
            atOnce(step.name(), List.of(client));
            for (int i = 0; i < step.slices(); i++) {
                clock.advance(SLICE);
            }
            if (step.slices() > 0) {
                atOnce("settle", clients);
            }
            step.after().ifPresent(after -> atOnce(after, List.of(client)));
        }
    }

    private static void atOnce(String step, List<SteppedClient> clients) {
        clients.forEach(client -> client.begin(step));
        clients.forEach(client -> client.await(step));
    }
}
