package io.mainstay.simulator.fault;

import java.time.Duration;
import java.util.Optional;

/**
 * One way in which a gateway misbehaves, while it is switched on. Each question has a healthy answer here; a fault
 * overrides those that it is about.
 */
public abstract class Fault {
    private final String name;
    private final String what;
    private final String when;
    private long strikes;

    /**
     * @param name what it is switched by
     * @param what the symptom, in a sentence
     * @param when at which moment it strikes
     */
    protected Fault(String name, String what, String when) {
        this.name = name;
        this.what = what;
        this.when = when;
    }

    public final String name() {
        return name;
    }

    public final String what() {
        return what;
    }

    public final String when() {
        return when;
    }

    /** How often it has bitten since the simulator started. */
    public final long strikes() {
        return strikes;
    }

    final void struck() {
        strikes++;
    }

    public Listening listening() {
        return Listening.NORMAL;
    }

    /**
     * What becomes of a connection just accepted.
     *
     * @param zombies how many ended connections the gateway has kept so far
     */
    public AcceptAct onAccept(long zombies) {
        return AcceptAct.SERVE;
    }

    /** Whether the gateway keeps its end of a connection whose client has ended it. */
    public boolean keepsEndedConnections() {
        return false;
    }

    /** How long the gateway's greeting takes. */
    public Duration greetingDelay() {
        return Duration.ZERO;
    }

    /** Whether every client id is said to be in use. */
    public boolean refusesClientIds() {
        return false;
    }

    /** How long a client id stays taken after its connection dropped. */
    public Duration clientIdHold() {
        return Duration.ZERO;
    }

    /** How long everything after START_API takes. */
    public Duration loginDelay() {
        return Duration.ZERO;
    }

    /** How long the account list takes when the next valid id has already come. */
    public Optional<Duration> accountsDelay() {
        return Optional.empty();
    }

    /** Whether the next valid id comes before the account list, with notices between them. */
    public boolean startsUnordered() {
        return false;
    }

    /**
     * What becomes of a request.
     *
     * @param wireName IB's name of the request, such as {@code REQ_HISTORICAL_DATA}
     */
    public RequestAct onRequest(String wireName) {
        return new RequestAct.Answer();
    }

    public boolean isReadOnly() {
        return false;
    }

    /** Whether orders wait for somebody to click in the gateway's window. */
    public boolean holdsOrders() {
        return false;
    }

    /** Whether the gateway has lost IB's servers. */
    public boolean linkDown() {
        return false;
    }

    /** Whether, once such a link is back, subscriptions are gone. */
    public boolean losesSubscriptions() {
        return false;
    }

    /** Whether the data farms are away. */
    public boolean farmsDown() {
        return false;
    }

    /** Whether the sessions open at the moment of switching on stop, in both directions, without ending. */
    public boolean freezesSessions() {
        return false;
    }

    /** Whether all sessions end at the moment of switching on. */
    public boolean endsSessions() {
        return false;
    }

    /** Whether each byte is sent on its own. */
    public boolean sendsByteWise() {
        return false;
    }

    /** Whether the account has no subscription to live quotes. */
    public boolean deniesMarketData() {
        return false;
    }

    /** Whether more than 50 messages in a second are answered with error 100, and a third time with the end. */
    public boolean enforcesMessageRate() {
        return false;
    }
}
