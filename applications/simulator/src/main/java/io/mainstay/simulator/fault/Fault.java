package io.mainstay.simulator.fault;

/**
 * One way in which a gateway misbehaves, with its value and its trigger. Immutable; {@link FaultCatalogue#parse} makes
 * them, and {@link FaultBoard} switches them.
 */
public final class Fault {
    private final FaultKind kind;
    private final String value;
    private final Strike strike;

    Fault(FaultKind kind, String value, Strike strike) {
        this.kind = kind;
        this.value = value;
        this.strike = strike;
        if (newBehaviour().isAboutTheGateway() && (strike.namesSessions() || strike.probability() < 1)) {
            throw new IllegalArgumentException("fault " + kind.name() + " concerns the gateway as a whole:"
                    + " @connection, @client and @probability do not fit");
        }
    }

    public FaultKind kind() {
        return kind;
    }

    /** What it is switched off by, such as {@code wedge-after-3}: the name without value and trigger. */
    public String name() {
        return kind.name().equals(FaultCatalogue.WEDGE) ? FaultCatalogue.written(kind.name(), value) : kind.name();
    }

    /** All of it as it is written: name, value and trigger. */
    public String spec() {
        return FaultCatalogue.written(kind.name(), value) + strike.text();
    }

    public String value() {
        return value;
    }

    /** When it strikes. */
    public Strike strike() {
        return strike;
    }

    /** What it does from one switching on to the next off; what it remembers begins anew with each. */
    Behaviour newBehaviour() {
        return kind.behaviour().apply(new Value(kind.name(), value));
    }

    /** The same fault with the trigger that it has in scenarios, if it has none of its own. */
    Fault inScenario() {
        return strike.isAlways() && !kind.usualStrike().isEmpty()
                ? new Fault(kind, value, Strike.parse(kind.usualStrike()))
                : this;
    }
}
