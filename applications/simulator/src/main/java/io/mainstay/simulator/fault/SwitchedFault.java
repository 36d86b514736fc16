package io.mainstay.simulator.fault;

import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A fault on the board: whether its moment has come, what it has done, and its chance. */
final class SwitchedFault implements Occasion {
    private static final int LATEST_KEPT = 20;

    private final FaultBoard board;
    private final Fault fault;
    private final Behaviour behaviour;
    private final SplittableRandom random;
    private final Deque<FaultStatus.Struck> latest = new ArrayDeque<>();
    private boolean on;
    private long requestsSeen;
    private long strikes;
    /** Set while it acts for itself, without a session. */
    private @Nullable Grip held;

    SwitchedFault(FaultBoard board, Fault fault, long seed) {
        this.board = board;
        this.fault = fault;
        this.behaviour = fault.newBehaviour();
        // The text decides as well, so that two faults with one seed don't strike in step.
        this.random = new SplittableRandom(seed * 31 + fault.spec().hashCode());
    }

    Fault fault() {
        return fault;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    boolean isOn() {
        return on;
    }

    FaultStatus status(boolean switched) {
        return new FaultStatus(fault, switched, switched && on, strikes, List.copyOf(latest));
    }

    void comeOn() {
        on = true;
        Behaviour.OnSwitch onSwitch = behaviour.onSwitch;
        if (onSwitch != null) {
            onSwitch.switched(true, this);
        }
        Behaviour.Hold hold = behaviour.hold;
        if (hold != null) {
            board.levers().sessions().forEach(session -> take(hold, session));
        }
    }

    void goOff() {
        on = false;
        Behaviour.OnSwitch onSwitch = behaviour.onSwitch;
        if (onSwitch != null) {
            onSwitch.switched(false, this);
        }
        Behaviour.Hold release = behaviour.release;
        if (release != null) {
            board.levers().sessions().stream()
                    .filter(fault.strike()::concerns)
                    .forEach(session -> release.take(session, board.levers()));
        }
    }

    private void take(Behaviour.Hold hold, Grip session) {
        held = session;
        if (strikes()) {
            hold.take(session, board.levers());
        }
        held = null;
    }

    void sessionReady(Grip session) {
        Behaviour.Hold hold = behaviour.hold;
        if (hold != null && !behaviour.holdsNewConnections && fault.strike().namesSessions()) {
            take(hold, session);
        }
    }

    AcceptAct accepted(Grip session, long zombies) {
        Behaviour.Hold hold = behaviour.hold;
        if (hold != null && behaviour.holdsNewConnections) {
            take(hold, session);
        }
        Behaviour.OnAccept onAccept = behaviour.onAccept;
        return onAccept == null ? AcceptAct.SERVE : onAccept.accepted(zombies, this);
    }

    @Nullable
    ServerGreeting greeting(ServerGreeting usual) {
        Behaviour.OnGreeting onGreeting = behaviour.onGreeting;
        return onGreeting == null ? usual : onGreeting.greeted(usual, this);
    }

    /** Counts a request that its trigger may wait for, and says whether it is the one. */
    boolean waitsFor(Grip from, Message message) {
        Strike strike = fault.strike();
        if (on || !message.wireName().equals(strike.request()) || !strike.concerns(from)) {
            return false;
        }
        requestsSeen++;
        return requestsSeen == strike.nth();
    }

    RequestAct requested(Message message) {
        Behaviour.OnRequest onRequest = behaviour.onRequest;
        return onRequest == null ? RequestAct.ANSWER : onRequest.requested(message, this);
    }

    void sent(Incoming message, Output out) {
        Behaviour.OnSend onSend = behaviour.onSend;
        if (onSend == null) {
            out.send(message);
        } else {
            onSend.sent(message, out, this);
        }
    }

    @Override
    public boolean strikes() {
        Strike strike = fault.strike();
        Grip concerned = held == null ? board.session() : held;
        if (strikes >= strike.most()
                || (strike.namesSessions() && (concerned == null || !strike.concerns(concerned)))
                || (strike.probability() < 1 && random.nextDouble() >= strike.probability())) {
            return false;
        }
        strikes++;
        if (latest.size() == LATEST_KEPT) {
            latest.removeFirst();
        }
        latest.addLast(new FaultStatus.Struck(board.levers().now(), concerned == null ? 0 : concerned.number()));
        return true;
    }

    @Override
    public Grip session() {
        Grip concerned = board.session();
        if (concerned == null) {
            throw new IllegalStateException(fault.spec() + " asks for a session where there is none");
        }
        return concerned;
    }

    @Override
    public @Nullable Message request() {
        return board.request();
    }

    @Override
    public Levers gateway() {
        return board.levers();
    }

    @Override
    public double random() {
        return random.nextDouble();
    }
}
