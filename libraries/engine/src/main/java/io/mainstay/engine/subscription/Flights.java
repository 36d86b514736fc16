package io.mainstay.engine.subscription;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.pacing.Dispatch;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.pacing.SendOutcome;
import io.mainstay.engine.routing.Route;
import io.mainstay.engine.routing.RoutingTable;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.MarketRule;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReceiveFA;
import io.mainstay.protocol.message.ReqMarketRule;
import io.mainstay.protocol.message.RequestFA;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Questions whose answers carry no id. One question of a kind is asked at a time; who comes meanwhile joins it when its
 * answer is one message, and the next one otherwise, so that everybody gets one complete answer.
 *
 * <p>A question that the gateway leaves unanswered fails for those who wait. Its answer may still come, so the kind then
 * owes one more end before a later answer counts as complete.
 */
public final class Flights {
    private static final long ANSWER_MS = 30_000;
    private static final String NOT_SENT_SERVERS_LOST =
            " was not sent: the gateway lost IB's servers while it waited its turn";

    /** Who waits, and what was asked; the client is null for the engine itself. */
    public record Waiter(@Nullable ClientSession client, Outgoing asked, Outcome outcome) {}

    /** Told how a question of the engine itself ended. */
    @FunctionalInterface
    public interface Outcome {
        void done(boolean answered);
    }

    /** One question under way or waiting for its turn. */
    public static final class Flight {
        private final Outgoing request;
        private final Route route;
        private final List<Waiter> waiters = new ArrayList<>();
        private long deadline = Now.NEVER;

        private Flight(Outgoing request, Route route) {
            this.request = request;
            this.route = route;
        }

        /** Whose turn it takes: the one who asked first. */
        private long sender() {
            ClientSession first = waiters.getFirst().client();
            return first == null ? Dispatch.ENGINE : first.number();
        }

        private Lane lane() {
            return waiters.getFirst().client() == null ? Lane.HEALTH : route.lane();
        }

        /** Those who wait for the answer. */
        public List<Waiter> waiters() {
            return List.copyOf(waiters);
        }
    }

    private static final class Kind {
        private @Nullable Flight current;

        /** Questions that wait for the current one to end, each different; bounded by the clients' waiters. */
        private final ArrayDeque<Flight> pending = new ArrayDeque<>();

        private int endsOwed;
    }

    private final Gateway gateway;
    private final Now now;

    /** By the id of the last answer; as many as the table has. */
    private final Map<Integer, Kind> kinds = new HashMap<>();

    public Flights(Gateway gateway, Now now) {
        this.gateway = gateway;
        this.now = now;
    }

    /**
     * Asks for a client.
     *
     * @param asked the client's message
     * @param request what is asked upstream for it, the same message or a wider one
     */
    public void ask(ClientSession client, Outgoing asked, Outgoing request) {
        ask(new Waiter(client, asked, answered -> {}), request);
    }

    /** Asks for the engine itself. */
    public void ask(Outgoing request, Outcome outcome) {
        ask(new Waiter(null, request, outcome), request);
    }

    private void ask(Waiter waiter, Outgoing request) {
        Route route = RoutingTable.byId(request.messageId());
        Kind kind = kinds.computeIfAbsent(route.endId(), id -> new Kind());
        Flight current = kind.current;
        if (current != null && route.replies().isEmpty() && current.request.equals(request)) {
            current.waiters.add(waiter);
            return;
        }
        Flight flight = kind.pending.stream()
                .filter(f -> f.request.equals(request))
                .findFirst()
                .orElseGet(() -> {
                    var added = new Flight(request, route);
                    kind.pending.addLast(added);
                    return added;
                });
        flight.waiters.add(waiter);
        startNext(kind);
    }

    /** The question that an answer belongs to, if one is under way. */
    public Optional<Flight> current(int endId) {
        Kind kind = kinds.get(endId);
        return kind == null ? Optional.empty() : Optional.ofNullable(kind.current);
    }

    /** Passes an answer on to all who wait for it; returns whether anybody did. */
    public boolean onAnswer(Incoming message) {
        for (Kind kind : kinds.values()) {
            Flight flight = kind.current;
            if (flight == null || !answers(flight, message)) {
                continue;
            }
            boolean last = message.messageId() == flight.route.endId();
            if (last && kind.endsOwed > 0) {
                kind.endsOwed--;
                return true;
            }
            for (Waiter waiter : flight.waiters()) {
                if (waiter.client() != null) {
                    waiter.client().send(message);
                }
            }
            if (last) {
                end(kind, true);
            }
            return true;
        }
        return false;
    }

    /** An error without an id that refuses a request: it answers those who wait, if it can only be meant for them. */
    public boolean onRefusal(Incoming error) {
        List<Kind> underWay =
                kinds.values().stream().filter(k -> k.current != null).toList();
        for (Kind kind : underWay) {
            Flight flight = kind.current;
            if (flight != null) {
                flight.waiters().stream()
                        .filter(w -> w.client() != null)
                        .forEach(w -> w.client().send(error));
            }
        }
        if (underWay.size() == 1) {
            end(underWay.getFirst(), false);
        }
        return !underWay.isEmpty();
    }

    /** Ends what a client may not ask any more, which is told to it. Returns how many questions that were. */
    public int endForbidden(ClientSession client) {
        return forget(w -> w.client() == client && client.loses(ClientSession.NO_ID, w.asked()));
    }

    public void onClientEnded(ClientSession client) {
        forget(w -> w.client() == client);
    }

    private int forget(Predicate<Waiter> which) {
        int forgotten = 0;
        for (Kind kind : kinds.values()) {
            var all = new ArrayList<>(kind.pending);
            if (kind.current != null) {
                all.add(kind.current);
            }
            for (Flight flight : all) {
                int before = flight.waiters.size();
                flight.waiters.removeIf(which);
                forgotten += before - flight.waiters.size();
            }
            kind.pending.removeIf(f -> f.waiters.isEmpty());
        }
        return forgotten;
    }

    /** The gateway session ended: nobody will answer. Returns who waited, once for each question. */
    public List<Waiter> onUpstreamLost() {
        var waiters = new ArrayList<Waiter>();
        for (Kind kind : kinds.values()) {
            Flight current = kind.current;
            if (current != null) {
                waiters.addAll(current.waiters);
            }
            kind.pending.forEach(f -> waiters.addAll(f.waiters));
        }
        kinds.clear();
        waiters.forEach(w -> w.outcome().done(false));
        return waiters;
    }

    public void poll() {
        for (Kind kind : new ArrayList<>(kinds.values())) {
            Flight flight = kind.current;
            if (flight != null && now.reached(flight.deadline)) {
                kind.endsOwed++;
                failed(
                        flight.waiters(),
                        ErrorCatalogue.REQUEST_FAILED,
                        "the gateway did not answer " + flight.request.wireName() + " within " + ANSWER_MS / 1000
                                + " s; what it would have said is unknown, ask again");
                end(kind, false);
            }
        }
    }

    public long nextDeadline() {
        long next = Now.NEVER;
        for (Kind kind : kinds.values()) {
            Flight flight = kind.current;
            next = Math.min(next, flight == null ? Now.NEVER : flight.deadline);
        }
        return next;
    }

    /** Questions under way or waiting. */
    public int count() {
        return kinds.values().stream()
                .mapToInt(k -> k.pending.size() + (k.current == null ? 0 : 1))
                .sum();
    }

    private static boolean answers(Flight flight, Incoming message) {
        if (message.messageId() != flight.route.endId()) {
            return flight.route.replies().contains(message.messageId());
        }
        return switch (message) {
            case ReceiveFA fa -> flight.request instanceof RequestFA asked && asked.faDataType() == fa.faDataType();
            case MarketRule rule ->
                flight.request instanceof ReqMarketRule asked && asked.marketRuleId() == rule.marketRuleId();
            default -> true;
        };
    }

    private void end(Kind kind, boolean answered) {
        Flight flight = kind.current;
        kind.current = null;
        if (flight != null) {
            flight.waiters().forEach(w -> w.outcome().done(answered));
        }
        startNext(kind);
    }

    private void startNext(Kind kind) {
        while (kind.current == null && !kind.pending.isEmpty()) {
            Flight flight = kind.pending.removeFirst();
            if (gateway.serversLost() && flight.lane().needsServers()) {
                failed(
                        flight.waiters(),
                        ErrorCatalogue.NOT_CONNECTED,
                        flight.request.wireName() + NOT_SENT_SERVERS_LOST);
                flight.waiters().forEach(w -> w.outcome().done(false));
                continue;
            }
            kind.current = flight;
            boolean taken = gateway.send(Dispatch.of(flight.lane(), flight.sender(), flight.request)
                    .whenDone(outcome -> onDispatched(kind, flight, outcome)));
            if (!taken) {
                kind.current = null;
                failed(
                        flight.waiters(),
                        ErrorCatalogue.REQUEST_FAILED,
                        flight.request.wireName() + " was not sent: too many wait");
                flight.waiters().forEach(w -> w.outcome().done(false));
            }
        }
    }

    private void onDispatched(Kind kind, Flight flight, SendOutcome outcome) {
        switch (outcome) {
            case SENT -> flight.deadline = now.inMs(ANSWER_MS);
            case SERVERS_LOST, NO_SIGN_OF_LIFE, PAUSED -> {
                failed(
                        flight.waiters(),
                        ErrorCatalogue.NOT_CONNECTED,
                        flight.request.wireName() + NOT_SENT_SERVERS_LOST);
                end(kind, false);
            }
            case NOT_CARRIED -> {
                failed(
                        flight.waiters(),
                        ErrorCatalogue.GATEWAY_TOO_OLD,
                        flight.request.wireName() + " was not sent: version " + gateway.serverVersion()
                                + ", which the gateway speaks, can't carry it");
                end(kind, false);
            }
            case SESSION_ENDED -> {
                // Told with all others that wait, when the end of the session is told.
            }
        }
    }

    private static void failed(Collection<Waiter> waiters, int code, String text) {
        for (Waiter waiter : waiters) {
            if (waiter.client() != null) {
                waiter.client().error(ClientSession.NO_ID, code, text);
            }
        }
    }
}
