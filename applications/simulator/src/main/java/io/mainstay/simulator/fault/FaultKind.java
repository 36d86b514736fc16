package io.mainstay.simulator.fault;

import java.util.List;
import java.util.function.Function;

/**
 * One entry of the catalogue.
 *
 * @param name what it is switched by
 * @param form what its value looks like, such as {@code DURATION}; empty if it takes none
 * @param usualValue the value it has when none is given; empty if it takes none
 * @param what the symptom, in a sentence or two
 * @param when at which moment it strikes
 * @param pains the troubles of the field that it reproduces, as {@code documentation/faults.md} numbers them
 * @param usualStrike its trigger in a scenario that names none, empty for always
 */
public record FaultKind(
        String name,
        String form,
        String usualValue,
        String what,
        String when,
        List<String> pains,
        String usualStrike,
        Function<Value, Behaviour> behaviour) {
    FaultKind(
            String name,
            String form,
            String usualValue,
            String what,
            String when,
            String pains,
            Function<Value, Behaviour> behaviour) {
        this(
                name,
                form,
                usualValue,
                what,
                when,
                pains.isEmpty() ? List.of() : List.of(pains.split(" ")),
                "",
                behaviour);
    }

    FaultKind(String name, String what, String when, String pains, Function<Value, Behaviour> behaviour) {
        this(name, "", "", what, when, pains, behaviour);
    }

    /** The same, which in a scenario comes and goes unless it says otherwise. */
    FaultKind comingAndGoing() {
        return new FaultKind(name, form, usualValue, what, when, pains, "session:2s@for:5s", behaviour);
    }

    /** The same, which in a scenario comes after the first session's start and stays. */
    FaultKind startingLate() {
        return new FaultKind(name, form, usualValue, what, when, pains, "session:2s", behaviour);
    }

    /** As it is written to be switched on, with its usual value. */
    public String usual() {
        return FaultCatalogue.written(name, form.isEmpty() ? "" : usualValue);
    }

    public FaultKind {
        pains = List.copyOf(pains);
    }
}
