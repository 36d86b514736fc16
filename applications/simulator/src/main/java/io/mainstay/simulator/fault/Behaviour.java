package io.mainstay.simulator.fault;

import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Message;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a fault does while it is on: a reaction to each kind of occasion that it cares about. */
final class Behaviour {
    /** Decides about a connection that has just been accepted; {@code zombies} are those the gateway has kept. */
    @FunctionalInterface
    interface OnAccept {
        AcceptAct accepted(long zombies, Occasion o);
    }

    /** Makes another greeting of the usual one; null sends none. */
    @FunctionalInterface
    interface OnGreeting {
        @Nullable
        ServerGreeting greeted(ServerGreeting usual, Occasion o);
    }

    /** Decides about a request. */
    @FunctionalInterface
    interface OnRequest {
        RequestAct requested(Message message, Occasion o);
    }

    /** Makes of a message what is to be sent. */
    @FunctionalInterface
    interface OnSend {
        void sent(Incoming message, Output out, Occasion o);
    }

    /** Acts when the fault comes or goes. */
    @FunctionalInterface
    interface OnSwitch {
        void switched(boolean on, Occasion o);
    }

    /** Takes hold of a session. */
    @FunctionalInterface
    interface Hold {
        void take(Grip session, Levers gateway);
    }

    Listening listening = Listening.NORMAL;
    OptionalInt port = OptionalInt.empty();
    final Set<Mode> modes = EnumSet.noneOf(Mode.class);
    final Map<Delayed, Duration> delays = new EnumMap<>(Delayed.class);

    @Nullable
    OnAccept onAccept;

    @Nullable
    OnGreeting onGreeting;

    @Nullable
    OnRequest onRequest;

    @Nullable
    OnSend onSend;

    @Nullable
    OnSwitch onSwitch;

    @Nullable
    Hold hold;

    @Nullable
    Hold release;

    /** How long it stays on by itself; null means until it is switched off. */
    @Nullable
    Duration lasting;

    boolean holdsNewConnections;
    /** After how many ended connections that were kept the queue fills up; 0 means never. */
    int queueFullAfterZombies;

    static Behaviour of(Mode mode) {
        var behaviour = new Behaviour();
        behaviour.modes.add(mode);
        return behaviour;
    }

    static Behaviour late(Delayed what, Duration by) {
        var behaviour = new Behaviour();
        behaviour.delays.put(what, by);
        return behaviour;
    }

    static Behaviour listening(Listening listening) {
        var behaviour = new Behaviour();
        behaviour.listening = listening;
        return behaviour;
    }

    static Behaviour accepting(OnAccept reaction) {
        var behaviour = new Behaviour();
        behaviour.onAccept = reaction;
        return behaviour;
    }

    static Behaviour accepting(AcceptAct act) {
        return accepting((zombies, o) -> o.strikes() ? act : AcceptAct.SERVE);
    }

    static Behaviour greeting(OnGreeting reaction) {
        var behaviour = new Behaviour();
        behaviour.onGreeting = reaction;
        return behaviour;
    }

    static Behaviour requesting(OnRequest reaction) {
        var behaviour = new Behaviour();
        behaviour.onRequest = reaction;
        return behaviour;
    }

    static Behaviour sending(OnSend reaction) {
        var behaviour = new Behaviour();
        behaviour.onSend = reaction;
        return behaviour;
    }

    static Behaviour switching(OnSwitch reaction) {
        var behaviour = new Behaviour();
        behaviour.onSwitch = reaction;
        return behaviour;
    }

    /**
     * Takes hold of the sessions that are open at the moment of switching on; of later ones only if the trigger names a
     * connection or a client.
     */
    static Behaviour holding(Hold hold) {
        var behaviour = new Behaviour();
        behaviour.hold = hold;
        return behaviour;
    }

    /** Takes hold of the open sessions and of each new connection. */
    static Behaviour holdingEach(Hold hold) {
        Behaviour behaviour = holding(hold);
        behaviour.holdsNewConnections = true;
        return behaviour;
    }

    /** Whether it acts when it is switched or on the listening socket, and on no session by itself. */
    boolean isAboutTheGateway() {
        return (onSwitch != null || listening != Listening.NORMAL || port.isPresent())
                && onAccept == null
                && onRequest == null
                && onSend == null
                && hold == null
                && modes.isEmpty()
                && delays.isEmpty();
    }

    Behaviour releasing(Hold reaction) {
        release = reaction;
        return this;
    }

    Behaviour with(Mode mode) {
        modes.add(mode);
        return this;
    }

    Behaviour withListening(Listening state) {
        listening = state;
        return this;
    }

    Behaviour withPort(int moved) {
        port = OptionalInt.of(moved);
        return this;
    }

    Behaviour withAccepting(OnAccept reaction) {
        onAccept = reaction;
        return this;
    }

    Behaviour withRequesting(OnRequest reaction) {
        onRequest = reaction;
        return this;
    }

    Behaviour withSending(OnSend reaction) {
        onSend = reaction;
        return this;
    }

    Behaviour lasting(Duration time) {
        lasting = time;
        return this;
    }

    Behaviour withSwitching(OnSwitch reaction) {
        onSwitch = reaction;
        return this;
    }
}
