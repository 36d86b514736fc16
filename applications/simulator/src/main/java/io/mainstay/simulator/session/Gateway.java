package io.mainstay.simulator.session;

import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.simulator.calendar.CalendarEvent;
import io.mainstay.simulator.calendar.GatewayCalendar;
import io.mainstay.simulator.fault.AcceptAct;
import io.mainstay.simulator.fault.Delayed;
import io.mainstay.simulator.fault.Fault;
import io.mainstay.simulator.fault.FaultBoard;
import io.mainstay.simulator.fault.FaultCatalogue;
import io.mainstay.simulator.fault.Mode;
import io.mainstay.simulator.fault.RequestAct;
import io.mainstay.simulator.fault.Scenario;
import io.mainstay.simulator.market.Instruments;
import io.mainstay.simulator.market.MarketData;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway: takes connections, greets, and has requests answered; orders, positions and ids outlive the sessions.
 *
 * <p>Whoever drives it calls in with the present time: {@link #connect}, the session's methods, and {@link #poll} when
 * {@link #nextDue} has come. Time must not run backwards.
 */
public final class Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final GatewaySettings settings;
    private final FaultBoard faults;
    private final Agenda agenda = new Agenda();
    private final Statistics statistics = new Statistics();
    private final Requests requests;
    private final Logins logins;
    /** Connections that have not ended; bounded by the descriptors of the process. */
    private final Set<Session> sessions = new LinkedHashSet<>();

    private Instant now;
    private long connections;
    private long zombies;

    public Gateway(
            GatewaySettings settings,
            Instruments instruments,
            MarketData market,
            FaultBoard faults,
            Scenario scenario,
            Instant now) {
        this.settings = settings;
        this.faults = faults;
        this.now = now;
        this.requests = new Requests(this, instruments, market);
        this.logins = new Logins(this, requests);
        faults.attach(new FaultLevers(this, requests));
        faults.addListener(this::switched);
        scenario.faults().forEach(faults::switchOn);
    }

    /** Takes a connection that the transport has accepted. */
    public Session connect(Outlet outlet, Instant time) {
        enter(time);
        var session = new Session(this, outlet, ++connections);
        statistics.accepted++;
        sessions.add(session);
        AcceptAct act = faults.onAccept(session);
        switch (session.isOver() ? AcceptAct.CLOSE : act) {
            case SERVE -> agenda.at(time.plus(settings.greetingDeadline()), () -> greetingMissed(session));
            case MUTE -> session.become(Session.State.MUTE);
            case STUCK -> session.freeze();
            case WAIT -> session.pauseReading(true);
            case CLOSE -> end(session, EndReason.FAULT, false, "closed on accept");
            case RESET -> end(session, EndReason.FAULT, true, "reset on accept");
        }
        leave();
        return session;
    }

    /** Does everything that is due, each thing at its own time, however late the call is. */
    public void poll(Instant time) {
        Optional<Agenda.Due> due = agenda.take(time);
        while (due.isPresent()) {
            enter(due.get().time());
            due.get().action().run();
            due = agenda.take(time);
        }
        enter(time);
        leave();
    }

    /** When {@link #poll} has something to do, absent if only input can bring that about. */
    public Optional<Instant> nextDue() {
        return agenda.nextDue();
    }

    /** Ends every session in order. */
    public void shutdown(Instant time) {
        enter(time);
        for (Session session : List.copyOf(sessions)) {
            if (!session.isOver()) {
                end(session, EndReason.SHUTDOWN, false, "the simulator stops");
            } else {
                session.outlet().finish();
            }
        }
        leave();
    }

    /**
     * Lets a calendar's events befall this gateway, from the present on.
     *
     * @throws IllegalArgumentException if an event names no fault
     */
    public void follow(GatewayCalendar calendar) {
        for (CalendarEvent event : calendar.events()) {
            plan(
                    event,
                    FaultCatalogue.parse(event.fault())
                            .orElseThrow(() -> new IllegalArgumentException("no fault is called " + event.fault())));
        }
    }

    private void plan(CalendarEvent event, Fault fault) {
        agenda.at(event.next(now), () -> {
            faults.switchOn(fault);
            event.lasting().ifPresent(lasting -> agenda.at(now.plus(lasting), () -> faults.switchOff(fault.name())));
            plan(event, fault);
        });
    }

    public FaultBoard faults() {
        return faults;
    }

    /** Switches a fault on, as {@link FaultBoard#switchOn} does. */
    public void switchOn(Fault fault, Instant time) {
        enter(time);
        faults.switchOn(fault);
        leave();
    }

    /** Switches faults off, as {@link FaultBoard#switchOff} does; false if none was on. */
    public boolean switchOff(String nameOrSpec, Instant time) {
        enter(time);
        boolean wasOn = faults.switchOff(nameOrSpec);
        leave();
        return wasOn;
    }

    /** What happened so far, as plain values. */
    public GatewayReport report() {
        return GatewayReport.of(statistics, sessions, requests.orderBook(), faults);
    }

    /**
     * Takes an order that the user enters in TWS's window.
     *
     * @return its permId
     * @throws IllegalArgumentException with the reason if it is not taken
     */
    public long enterOrder(Contract contract, Order order, Instant time) {
        enter(time);
        long permId = requests.orders().enter(contract, order);
        leave();
        return permId;
    }

    /**
     * Cancels any order, as the user does in TWS's window.
     *
     * @throws IllegalArgumentException if no order that works has that permId
     */
    public void cancelOrder(long permId, Instant time) {
        enter(time);
        requests.orders().cancelByUser(permId);
        leave();
    }

    /**
     * Corrects the price of an execution, as an exchange does.
     *
     * @return the id of the correction
     * @throws IllegalArgumentException if there is no such execution
     */
    public String correctExecution(String execId, BigDecimal price, Instant time) {
        enter(time);
        String corrected = requests.orders().correct(execId, price);
        leave();
        return corrected;
    }

    /** Publishes a news bulletin to those who have asked for bulletins. */
    public void publishBulletin(String text, Instant time) {
        enter(time);
        requests.news().publish(text);
        leave();
    }

    GatewaySettings settings() {
        return settings;
    }

    Instant now() {
        return now;
    }

    Agenda agenda() {
        return agenda;
    }

    boolean sendsByteWise(Session session) {
        return faults.any(Mode.SENDS_BYTE_WISE, session);
    }

    /** Does something later, unless the session is over by then. */
    Agenda.Planned later(Session session, Duration delay, Runnable action) {
        return agenda.at(now.plus(delay), () -> {
            if (!session.isOver()) {
                action.run();
            }
        });
    }

    /** Sessions that requests are answered on. */
    List<Session> readySessions() {
        return sessions.stream().filter(Session::isReady).toList();
    }

    Optional<Session> readySession(int clientId) {
        return sessions.stream()
                .filter(s -> s.isReady() && s.clientId().equals(Optional.of(clientId)))
                .findFirst();
    }

    /** Every session that is not over. */
    List<Session> openSessions() {
        return sessions.stream().filter(s -> !s.isOver()).toList();
    }

    void count(String wireName) {
        statistics.request(wireName);
    }

    void countError(int code) {
        statistics.error(code);
    }

    void countHandshake(Session session) {
        if (!session.handshaken()) {
            session.markHandshaken();
            statistics.handshakes++;
        }
    }

    void enter(Instant time) {
        now = time.isAfter(now) ? time : now;
    }

    void leave() {
        for (Session session : List.copyOf(sessions)) {
            session.flush();
        }
    }

    void greeting(Session session, ClientGreeting greeting) {
        int version = Math.min(greeting.maxVersion(), settings.serverVersion());
        if (version < greeting.minVersion() || version < MessageCodec.OLDEST_VERSION) {
            end(
                    session,
                    EndReason.VERSION_NOT_SPOKEN,
                    false,
                    "client speaks " + greeting.minVersion() + " to " + greeting.maxVersion() + ", this gateway "
                            + MessageCodec.OLDEST_VERSION + " to " + settings.serverVersion());
            return;
        }
        session.become(Session.State.GREETED);
        session.greeted(version);
        afterwards(session, faults.delay(Delayed.GREETING, session), () -> greet(session, version));
    }

    private void greet(Session session, int version) {
        faults.onGreeting(session, new ServerGreeting(version, WireTime.greeting(now)))
                .ifPresent(greeting -> session.sendRaw(greeting.encode()));
        if (!session.isOver()) {
            session.become(Session.State.AWAITING_START);
            later(session, settings.startDeadline(), () -> startMissed(session));
        }
    }

    void request(Session session, Message message, MessageRate rate) {
        statistics.request(message.wireName());
        if (faults.mayBe(Mode.REJECTS_HIGH_RATES) && rate.isOver(now) && faults.any(Mode.REJECTS_HIGH_RATES, session)) {
            session.error(-1, 100, "Max rate of messages per second has been exceeded:max=50 rec=51 (1)");
            if (rate.isBeyondTolerance()) {
                end(session, EndReason.MESSAGE_RATE, false, "more than 50 messages in each of three seconds");
            }
            return;
        }
        switch (faults.onRequest(session, message)) {
            case RequestAct.Answer act -> answer(session, message);
            case RequestAct.Swallow act -> {}
            case RequestAct.Delay act -> delay(session, message, act.by());
            case RequestAct.Cut act -> {
                session.cutNextMessage();
                answer(session, message);
            }
        }
    }

    private void delay(Session session, Message message, Duration by) {
        if (!session.mayDelayOneMore()) {
            session.error(-1, 322, "Error processing request.-'yd' : cause - Too many requests are waiting");
            return;
        }
        later(session, by, () -> {
            session.delayedOneLess();
            answer(session, message);
        });
    }

    void answer(Session session, Message message) {
        faults.answering(session, message, () -> answerNow(session, message));
    }

    private void answerNow(Session session, Message message) {
        if (session.state() == Session.State.AWAITING_START) {
            if (message instanceof StartApi start) {
                logins.start(session, start);
            }
        } else if (session.isReady()) {
            requests.answer(session, message);
        }
    }

    /** Ends a session from the gateway's side. */
    void end(Session session, EndReason reason, boolean abort, String detail) {
        if (session.isOver()) {
            return;
        }
        session.flushAll();
        close(session, reason, detail);
        session.become(Session.State.ENDED);
        sessions.remove(session);
        if (abort) {
            session.outlet().abort();
        } else {
            session.outlet().finish();
        }
    }

    /** The client has sent its FIN. */
    void clientEnded(Session session) {
        if (faults.any(Mode.KEEPS_ENDED_CONNECTIONS, session)) {
            holdClientId(session);
            close(session, EndReason.CLIENT_EOF, "the client ended it; this end is kept");
            session.become(Session.State.ZOMBIE);
            statistics.zombies++;
            zombies++;
            faults.zombies(zombies);
        } else {
            afterwards(
                    session,
                    faults.delay(Delayed.CLOSE, session),
                    () -> end(session, EndReason.CLIENT_EOF, false, "the client ended it"));
        }
    }

    private void holdClientId(Session session) {
        Duration hold = faults.delay(Delayed.CLIENT_ID, session);
        session.clientId().ifPresent(id -> logins.hold(id, hold));
    }

    /** Ends every connection as the end of the gateway's process does, those that it kept too. */
    void endProcess() {
        logins.forgetHeldIds();
        for (Session session : List.copyOf(sessions)) {
            holdClientId(session);
            if (session.isOver()) {
                session.become(Session.State.ENDED);
                session.outlet().abort();
            } else {
                end(session, EndReason.FAULT, true, "the gateway's process ends");
            }
        }
        sessions.clear();
        zombies = 0;
        faults.zombies(0);
    }

    /** The connection broke without a FIN. */
    void clientVanished(Session session) {
        holdClientId(session);
        end(session, EndReason.CLIENT_RESET, true, "the connection broke");
    }

    private void close(Session session, EndReason reason, String detail) {
        if (!session.handshaken()) {
            statistics.aborted++;
        }
        statistics.end(reason);
        logins.ended(session);
        requests.ended(session);
        LOG.info(
                "connection {} ended: {} ({}), client id {}",
                session.number(),
                reason,
                detail,
                session.clientId().map(String::valueOf).orElse("none"));
    }

    private void afterwards(Session session, Duration delay, Runnable action) {
        if (delay.isZero()) {
            action.run();
        } else {
            later(session, delay, action);
        }
    }

    private void greetingMissed(Session session) {
        if (session.state() == Session.State.GREETING) {
            end(session, EndReason.NO_GREETING, false, "no greeting within " + settings.greetingDeadline());
        }
    }

    private void startMissed(Session session) {
        if (session.state() == Session.State.AWAITING_START) {
            end(session, EndReason.NO_START_API, false, "no START_API within " + settings.startDeadline());
        }
    }

    private void switched(Fault fault, boolean on) {
        LOG.info("fault {} is {}", fault.spec(), on ? "on" : "off");
        leave();
    }
}
