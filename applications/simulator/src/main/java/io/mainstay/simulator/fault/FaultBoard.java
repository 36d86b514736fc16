package io.mainstay.simulator.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The switches: which faults are on, and what they say together. Used by the simulator's one thread. */
public final class FaultBoard {
    /** Told of a switch after it was moved. */
    @FunctionalInterface
    public interface Listener {
        void switched(Fault fault, boolean on);
    }

    /** Every fault by name; those with an own value join it. Bounded by the values an operator tries. */
    private final Map<String, Fault> known = new LinkedHashMap<>();
    /** Those that are on, in the order of switching. */
    private final Map<String, Fault> on = new LinkedHashMap<>();

    private final List<Listener> listeners = new ArrayList<>();

    public FaultBoard() {
        FaultCatalogue.all().forEach(fault -> known.put(fault.name(), fault));
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Switches a fault on; one that is on already stays as it is. */
    public void switchOn(Fault fault) {
        if (on.containsKey(fault.name())) {
            return;
        }
        known.put(fault.name(), fault);
        on.put(fault.name(), fault);
        listeners.forEach(listener -> listener.switched(fault, true));
    }

    /** Switches a fault off; false if it was not on. */
    public boolean switchOff(String name) {
        Fault fault = on.remove(name);
        if (fault != null) {
            listeners.forEach(listener -> listener.switched(fault, false));
        }
        return fault != null;
    }

    public boolean isOn(String name) {
        return on.containsKey(name);
    }

    /** Every fault, on or off. */
    public List<Fault> known() {
        return List.copyOf(known.values());
    }

    /** What the listening socket is to do. */
    public Listening listening() {
        Listening worst = Listening.NORMAL;
        for (Fault fault : on.values()) {
            if (fault.listening().compareTo(worst) > 0) {
                worst = fault.listening();
            }
        }
        return worst;
    }

    public AcceptAct onAccept(long zombies) {
        for (Fault fault : on.values()) {
            AcceptAct act = fault.onAccept(zombies);
            if (act != AcceptAct.SERVE) {
                fault.struck();
                return act;
            }
        }
        return AcceptAct.SERVE;
    }

    public RequestAct onRequest(String wireName) {
        for (Fault fault : on.values()) {
            RequestAct act = fault.onRequest(wireName);
            if (!(act instanceof RequestAct.Answer)) {
                fault.struck();
                return act;
            }
        }
        return new RequestAct.Answer();
    }

    /** Whether a fault that is on says yes, without counting a strike. */
    public boolean asks(Predicate<Fault> question) {
        return on.values().stream().anyMatch(question);
    }

    /** Whether a fault that is on says yes; its strike is counted. */
    public boolean any(Predicate<Fault> question) {
        for (Fault fault : on.values()) {
            if (question.test(fault)) {
                fault.struck();
                return true;
            }
        }
        return false;
    }

    /** The longest delay that a fault asks for; strikes are counted. */
    public Duration delay(Function<Fault, Duration> question) {
        Duration longest = Duration.ZERO;
        for (Fault fault : on.values()) {
            Duration delay = question.apply(fault);
            if (!delay.isZero()) {
                fault.struck();
                longest = delay.compareTo(longest) > 0 ? delay : longest;
            }
        }
        return longest;
    }

    public Optional<Duration> accountsDelay() {
        for (Fault fault : on.values()) {
            if (fault.accountsDelay().isPresent()) {
                fault.struck();
                return fault.accountsDelay();
            }
        }
        return Optional.empty();
    }
}
