package io.mainstay.simulator.fault;

import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The switches: which faults wait for their moment, which are on, and what they say together. Used by the simulator's
 * one thread.
 */
public final class FaultBoard {
    /** Told when a fault has come on or gone off. */
    @FunctionalInterface
    public interface Listener {
        void switched(Fault fault, boolean on);
    }

    /** More faults at once than anybody means. */
    private static final int MOST_SWITCHED = 1000;

    private static final int MOST_GONE = 200;
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private final long seed;
    /** Those that are on or wait for their moment, by spec, in the order of switching; at most {@link #MOST_SWITCHED}. */
    private final Map<String, SwitchedFault> switched = new LinkedHashMap<>();
    /** Those that have been switched off; the oldest give way. */
    private final Map<String, SwitchedFault> gone = new LinkedHashMap<>();

    private final List<Listener> listeners = new ArrayList<>();
    private @Nullable Levers levers;
    private Instant start = Instant.EPOCH;
    private final List<Runnable> listeningChanges = new ArrayList<>();
    private boolean sessionStarted;
    private long zombies;
    /** Whom the present call is about. */
    private @Nullable Grip session;

    private @Nullable Message request;

    /**
     * Makes a board on which everything is off.
     *
     * @param seed of what faults decide by chance
     */
    public FaultBoard(long seed) {
        this.seed = seed;
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Tells when what the listening socket is to do may have changed. */
    public void onListeningChange(Runnable action) {
        listeningChanges.add(action);
    }

    /** Tells how many ended connections the gateway keeps now. */
    public void zombies(long kept) {
        zombies = kept;
        listenAgain();
    }

    /** Has the listening socket be what the faults now ask for. */
    public void listenAgain() {
        listeningChanges.forEach(Runnable::run);
    }

    /** Gives the faults their gateway, once, before any is switched on. */
    public void attach(Levers gateway) {
        levers = gateway;
        start = gateway.now();
    }

    Levers levers() {
        Levers attached = levers;
        if (attached == null) {
            throw new IllegalStateException("faults are switched on before there is a gateway");
        }
        return attached;
    }

    @Nullable
    Grip session() {
        return session;
    }

    @Nullable
    Message request() {
        return request;
    }

    /**
     * Switches a fault on: it strikes at once or when the time of its trigger has come. One that is written in the same way
     * and is on already stays as it is.
     */
    public void switchOn(Fault fault) {
        String spec = fault.spec();
        if (switched.containsKey(spec)) {
            return;
        }
        if (switched.size() >= MOST_SWITCHED) {
            throw new IllegalArgumentException(MOST_SWITCHED + " faults are switched on already");
        }
        var added = new SwitchedFault(this, fault, seed);
        gone.remove(spec);
        switched.put(spec, added);
        Strike strike = fault.strike();
        if (strike.isImmediate()) {
            comeOn(added);
        } else if (strike.request() == null && (strike.sinceSession() == null || sessionStarted)) {
            plan(added);
        }
    }

    private void plan(SwitchedFault waiting) {
        Instant now = levers().now();
        Strike strike = waiting.fault().strike();
        Instant due = now;
        if (strike.since() != null) {
            due = latest(due, start.plus(strike.since()));
        }
        if (strike.timeOfDay() != null) {
            due = latest(due, next(strike.timeOfDay(), now));
        }
        if (strike.sinceSession() != null) {
            due = latest(due, now.plus(strike.sinceSession()));
        }
        levers().later(Duration.between(now, due), () -> {
            if (isSwitched(waiting)) {
                comeOn(waiting);
            }
        });
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant next(LocalTime time, Instant now) {
        ZonedDateTime here = now.atZone(NEW_YORK);
        ZonedDateTime today = here.with(time);
        return (today.isAfter(here) ? today : today.plusDays(1)).toInstant();
    }

    private boolean isSwitched(SwitchedFault fault) {
        SwitchedFault current = switched.get(fault.fault().spec());
        return current != null && current.equals(fault);
    }

    private void comeOn(SwitchedFault fault) {
        fault.comeOn();
        Duration asked = fault.fault().strike().lasting();
        Duration lasting = asked == null ? fault.behaviour().lasting : asked;
        if (lasting != null) {
            levers().later(lasting, () -> {
                if (isSwitched(fault)) {
                    remove(fault);
                }
            });
        }
        listeners.forEach(listener -> listener.switched(fault.fault(), true));
        listenAgain();
    }

    /** Switches off by name all that are called so, or by its whole text one; false if none was on. */
    public boolean switchOff(String nameOrSpec) {
        List<SwitchedFault> meant = switched.values().stream()
                .filter(s -> s.fault().name().equals(nameOrSpec)
                        || s.fault().spec().equals(nameOrSpec)
                        || s.fault().kind().name().equals(nameOrSpec))
                .toList();
        meant.forEach(this::remove);
        return !meant.isEmpty();
    }

    private void remove(SwitchedFault fault) {
        String spec = fault.fault().spec();
        switched.remove(spec);
        gone.put(spec, fault);
        if (gone.size() > MOST_GONE) {
            gone.remove(gone.keySet().iterator().next());
        }
        if (fault.isOn()) {
            fault.goOff();
            listeners.forEach(listener -> listener.switched(fault.fault(), false));
            listenAgain();
        }
    }

    /** What is on, what waits, and what has been on, with its strikes. */
    public List<FaultStatus> status() {
        var all = new ArrayList<FaultStatus>();
        switched.values().forEach(s -> all.add(s.status(true)));
        gone.values().forEach(s -> all.add(s.status(false)));
        return all;
    }

    private List<SwitchedFault> on() {
        return switched.values().stream().filter(SwitchedFault::isOn).toList();
    }

    /** The first session has started: triggers that count from there begin. */
    public void sessionStarted() {
        if (sessionStarted) {
            return;
        }
        sessionStarted = true;
        List.copyOf(switched.values()).stream()
                .filter(s -> s.fault().strike().sinceSession() != null)
                .forEach(this::plan);
    }

    /** A session is ready: faults that name it take hold of it. */
    public void sessionReady(Grip ready) {
        about(ready, null, () -> on().forEach(s -> s.sessionReady(ready)));
        sessionStarted();
    }

    /** What the listening socket is to do. */
    public Listening listening() {
        Listening worst = Listening.NORMAL;
        for (SwitchedFault each : on()) {
            Listening wanted = each.behaviour().listening;
            int most = each.behaviour().queueFullAfterZombies;
            wanted = most > 0 && zombies >= most ? Listening.FULL : wanted;
            worst = wanted.compareTo(worst) > 0 ? wanted : worst;
        }
        return worst;
    }

    /** The port that the gateway has moved to; absent if it stays on its own. */
    public OptionalInt port() {
        for (SwitchedFault each : on()) {
            if (each.behaviour().port.isPresent()) {
                return each.behaviour().port;
            }
        }
        return OptionalInt.empty();
    }

    /** What becomes of a connection just accepted, given how many ended ones are kept. */
    public AcceptAct onAccept(Grip accepted) {
        var act = new AcceptAct[] {AcceptAct.SERVE};
        about(accepted, null, () -> {
            for (SwitchedFault each : on()) {
                if (act[0] == AcceptAct.SERVE) {
                    act[0] = each.accepted(accepted, zombies);
                }
            }
        });
        return act[0];
    }

    /** The greeting to send; absent for none. */
    public Optional<ServerGreeting> onGreeting(Grip greeted, ServerGreeting usual) {
        var greeting = new ServerGreeting[] {usual};
        var silent = new boolean[1];
        about(greeted, null, () -> {
            for (SwitchedFault each : on()) {
                ServerGreeting made = each.greeting(greeting[0]);
                silent[0] |= made == null;
                greeting[0] = made == null ? greeting[0] : made;
            }
        });
        return silent[0] ? Optional.empty() : Optional.of(greeting[0]);
    }

    /** What becomes of a request; triggers that wait for it come on. */
    public RequestAct onRequest(Grip from, Message message) {
        var act = new RequestAct[] {RequestAct.ANSWER};
        about(from, message, () -> {
            for (SwitchedFault each : List.copyOf(switched.values())) {
                if (each.waitsFor(from, message) && isSwitched(each)) {
                    comeOn(each);
                }
            }
            for (SwitchedFault each : on()) {
                if (act[0] instanceof RequestAct.Answer) {
                    act[0] = each.requested(message);
                }
            }
        });
        return act[0];
    }

    /** Does something during which faults know that it answers a request. */
    public void answering(Grip from, Message message, Runnable answer) {
        about(from, message, answer);
    }

    /** Sends what the faults make of a message. */
    public void send(Grip to, Incoming message, Output out) {
        if (switched.isEmpty()) {
            out.send(message);
            return;
        }
        about(to, to.equals(session) ? request : null, () -> pass(on(), 0, to, message, out));
    }

    private void pass(List<SwitchedFault> faults, int first, Grip to, Incoming message, Output out) {
        int at = first;
        while (at < faults.size() && faults.get(at).behaviour().onSend == null) {
            at++;
        }
        if (at == faults.size()) {
            out.send(message);
            return;
        }
        int next = at + 1;
        faults.get(at).sent(message, new Output() {
            @Override
            public void send(Incoming made) {
                pass(faults, next, to, made, out);
            }

            @Override
            public void later(Duration delay, Incoming made) {
                out.later(delay, made);
            }

            @Override
            public void sendAltered(Incoming made, FrameChange change) {
                out.sendAltered(made, change);
            }

            @Override
            public void error(int id, int code, String text) {
                out.error(id, code, text);
            }
        });
    }

    /** Whether a fault that is on could put the gateway into that state; no strike is counted. */
    public boolean mayBe(Mode mode) {
        return !switched.isEmpty()
                && on().stream().anyMatch(each -> each.behaviour().modes.contains(mode));
    }

    /** Whether a fault puts the gateway into that state. */
    public boolean any(Mode mode) {
        for (SwitchedFault each : on()) {
            if (each.behaviour().modes.contains(mode) && each.strikes()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a fault puts the gateway into that state for a session, in a call that is about no request. */
    public boolean any(Mode mode, Grip concerned) {
        if (switched.isEmpty()) {
            return false;
        }
        var found = new boolean[1];
        about(concerned, request, () -> found[0] = any(mode));
        return found[0];
    }

    /** The longest delay that a fault asks for; zero if none does. */
    public Duration delay(Delayed what, Grip concerned) {
        var longest = new Duration[] {Duration.ZERO};
        if (!switched.isEmpty()) {
            about(concerned, request, () -> {
                for (SwitchedFault each : on()) {
                    Duration delay = each.behaviour().delays.get(what);
                    if (delay != null && each.strikes() && delay.compareTo(longest[0]) > 0) {
                        longest[0] = delay;
                    }
                }
            });
        }
        return longest[0];
    }

    private void about(@Nullable Grip concerned, @Nullable Message answered, Runnable action) {
        Grip before = session;
        Message requestBefore = request;
        session = concerned;
        request = answered;
        try {
            action.run();
        } finally {
            session = before;
            request = requestBefore;
        }
    }
}
