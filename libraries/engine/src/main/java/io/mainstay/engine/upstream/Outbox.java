package io.mainstay.engine.upstream;

import io.mainstay.engine.pacing.Dispatch;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.pacing.LaneStatus;
import io.mainstay.engine.pacing.Pacer;
import io.mainstay.engine.pacing.SendOutcome;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.time.Now;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqIds;
import java.util.List;

/**
 * What goes to the gateway: it waits its turn in a lane, leaves within the rate, and an order only on a link that has
 * shown life a moment ago. Shut until a session is READY and from its end on; an operator may hold back what is new.
 */
public final class Outbox {
    private final Now now;
    private final Intake intake = new Intake();
    private final EventSink events;
    private final Pacer pacer;
    private final Liveness liveness;

    /** Bytes that leave at the end of the turn. */
    private FieldWriter out = new FieldWriter(MessageCodec.OLDEST_VERSION);

    private boolean open;
    private boolean serversLost;
    private long serversLostSince;

    Outbox(Now now, UpstreamSettings settings, EventSink events) {
        this.now = now;
        this.events = events;
        this.pacer = new Pacer(now, settings.messagesPerSecond(), settings.cancelsPerSecond());
        this.liveness = new Liveness(now, settings.probeIntervalMs(), settings.probeAnswerMs());
    }

    Liveness liveness() {
        return liveness;
    }

    /** How long the last round trip took; negative if none was made in this session. */
    public long roundTripNanos() {
        return liveness.roundTripNanos();
    }

    /** When the gateway last answered a question for a sign of life, or the session began. */
    public long lastAnsweredNanos() {
        return liveness.lastAnsweredNanos();
    }

    /** Messages of one sender that wait. */
    public int waiting(long sender) {
        return pacer.waiting(sender);
    }

    public List<LaneStatus> lanes() {
        return pacer.status();
    }

    /** What the operator lets through. */
    public Intake intake() {
        return intake;
    }

    /** Lets nothing new through: orders that wait are given up, other requests wait on, cancels leave. */
    public void pause(String why) {
        intake.become(Intake.State.PAUSED, why, now);
        giveUpOrders(SendOutcome.PAUSED);
    }

    /** Takes nothing new; what waits leaves in its turn. */
    public void drain(String why) {
        intake.become(Intake.State.DRAINING, why, now);
        pump();
    }

    /** Lets everything through again, from the next {@link #pump} on. */
    void resume() {
        intake.become(Intake.State.OPEN, "", now);
    }

    /** The version is agreed; its first message leaves at once. */
    void begin(int serverVersion, Outgoing first) {
        serversLost = false;
        out = new FieldWriter(serverVersion);
        first.write(out);
        pacer.countSent();
    }

    /** The session is READY. What the gateway said of IB's servers since its greeting stands. */
    void open() {
        open = true;
        liveness.begin();
    }

    /** The session is over; what was written in this turn is not sent any more. */
    void shut() {
        open = false;
        serversLost = false;
        out.clear();
    }

    /** Gives up all that waits, for a session that is over. */
    void giveUpAll() {
        giveUp(pacer.clear(), SendOutcome.SESSION_ENDED);
    }

    /** Gives up the orders that wait, while the session goes on. */
    private void giveUpOrders(SendOutcome outcome) {
        giveUp(pacer.drain(Lane.ORDER), outcome);
    }

    /** Takes a message; false, with nothing done, if it is shut or too many of the sender wait. */
    boolean send(Dispatch dispatch) {
        if (!open || !pacer.offer(dispatch)) {
            return false;
        }
        pump();
        return true;
    }

    boolean takeBack(Lane lane, long sender, Outgoing message) {
        return pacer.takeBack(lane, sender, message);
    }

    /**
     * The gateway said that it lost IB's servers, perhaps before the session is READY: what waits for them and is not kept is
     * given up.
     */
    public void onServersLost() {
        if (!serversLost) {
            serversLost = true;
            serversLostSince = now.nanos();
            giveUp(pacer.drainWithoutServers(), SendOutcome.SERVERS_LOST);
        }
    }

    public void onServersBack() {
        serversLost = false;
        pump();
    }

    boolean serversLost() {
        return serversLost;
    }

    /** Since when; meaningful while they are. */
    long serversLostSinceNanos() {
        return serversLostSince;
    }

    /** Gives up the orders that waited in vain for a sign of life, and asks for one when it is time. */
    void poll() {
        if (open) {
            if (liveness.takeProofMissed()) {
                giveUpOrders(SendOutcome.NO_SIGN_OF_LIFE);
            }
            if (liveness.questionDue()) {
                askForSignOfLife();
            }
        }
        pump();
    }

    long nextDeadline() {
        return open ? Math.min(liveness.deadline(), pacer.deadline(this::mayLeave)) : Now.NEVER;
    }

    /** Lets leave what may. */
    void pump() {
        while (open) {
            Dispatch next = pacer.next(this::mayLeave).orElse(null);
            if (next == null) {
                break;
            }
            next.done(write(next) ? SendOutcome.SENT : SendOutcome.NOT_CARRIED);
        }
        if (open && !liveness.proven() && !serversLost && (pacer.waits(Lane.ORDER) || pacer.waits(Lane.CANCEL))) {
            liveness.proofWanted();
            if (!liveness.isAsked()) {
                askForSignOfLife();
            }
        }
    }

    /** The bytes that leave now. */
    FieldWriter bytes() {
        return out;
    }

    private boolean mayLeave(Lane lane) {
        return !(intake.paused() && lane.isNew())
                && !(lane.needsProofOfLife() && !liveness.proven())
                && !(lane.needsServers() && serversLost);
    }

    /**
     * The question for the next order id, since a gateway answers it at once, by itself and however often it is asked; it
     * leaves questions for its time unanswered that come within about 4.25 s.
     */
    private void askForSignOfLife() {
        liveness.asked();
        if (!pacer.offer(Dispatch.of(Lane.HEALTH, Dispatch.ENGINE, new ReqIds(1)))) {
            throw new IllegalStateException("one question waits at a time");
        }
        pump();
    }

    /**
     * A message may have come at another version than the gateway's, which may also be another one since it came. Returns
     * false, with nothing of it written, if the gateway's version can't carry it.
     */
    private boolean write(Dispatch dispatch) {
        Outgoing message = dispatch.message();
        if (message.sinceVersion() > out.serverVersion()) {
            return false;
        }
        for (Outgoing before : dispatch.before()) {
            before.write(out);
            pacer.countSent();
        }
        try {
            message.write(out);
        } catch (IllegalArgumentException e) {
            events.accept(new EngineEvent.Trouble(
                    message.wireName() + " was not sent: " + e.getMessage() + " at version " + out.serverVersion()));
            return false;
        }
        pacer.countSent();
        return true;
    }

    private static void giveUp(List<Dispatch> dispatches, SendOutcome outcome) {
        dispatches.forEach(dispatch -> dispatch.done(outcome));
    }
}
