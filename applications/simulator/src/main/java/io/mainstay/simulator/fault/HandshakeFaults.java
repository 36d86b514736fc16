package io.mainstay.simulator.fault;

import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.ReqIds;
import io.mainstay.protocol.message.ReqManagedAccts;
import io.mainstay.protocol.message.StartApi;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Faults from the greeting to the end of a session's start, and of client ids. */
final class HandshakeFaults {
    private static final String AT_START = "at START_API";
    private static final Set<Integer> START_NOTICES = Set.of(2104, 2106, 2158);
    private static final Duration LOGIN_WINDOW = Duration.ofMinutes(1);

    private HandshakeFaults() {}

    static List<FaultKind> all() {
        return List.of(
                new FaultKind(
                        "slow-handshake",
                        "DURATION",
                        "10s",
                        "The greeting is answered late.",
                        "at the greeting",
                        "B1",
                        v -> Behaviour.late(Delayed.GREETING, v.duration(0, "10s"))),
                new FaultKind(
                        "mute-login",
                        "The greeting is answered, and nothing after START_API.",
                        AT_START,
                        "B2",
                        v -> Behaviour.requesting((message, o) -> {
                            if (!(message instanceof StartApi) || !o.strikes()) {
                                return RequestAct.ANSWER;
                            }
                            o.session().turnMute();
                            return RequestAct.SWALLOW;
                        })),
                new FaultKind(
                        "no-accounts",
                        "managedAccounts does not come at the start; asked for, it does.",
                        "after START_API",
                        "B3",
                        v -> unlessAsked(m -> m instanceof ManagedAccounts)),
                new FaultKind(
                        "no-next-valid-id",
                        "nextValidId does not come at the start; asked for, it does.",
                        "after START_API",
                        "B3",
                        v -> unlessAsked(m -> m instanceof NextValidId)),
                new FaultKind(
                        "empty-accounts",
                        "managedAccounts is empty.",
                        "at each managedAccounts",
                        "B4",
                        v -> Behaviour.sending((m, out, o) ->
                                out.send(m instanceof ManagedAccounts && o.strikes() ? new ManagedAccounts("") : m))),
                new FaultKind(
                        "accounts-late",
                        "DURATION",
                        "5s",
                        "managedAccounts comes late, behind nextValidId.",
                        "after START_API",
                        "B4",
                        v -> Behaviour.late(Delayed.ACCOUNTS, v.duration(0, "5s"))),
                new FaultKind(
                        "unordered-start",
                        "nextValidId comes before managedAccounts, with farm notices between them.",
                        "after START_API",
                        "B3",
                        v -> Behaviour.of(Mode.STARTS_UNORDERED)),
                new FaultKind(
                        "no-start-notices",
                        "The notices of farms that are well (2104, 2106, 2158) do not come at the start.",
                        "after START_API",
                        "B13",
                        v -> unlessAsked(m -> m instanceof ErrorMessage e && START_NOTICES.contains(e.errorCode()))),
                new FaultKind(
                        "duplicate-client-id",
                        "Every client id is answered with error 326, then the connection ends.",
                        AT_START,
                        "B5",
                        v -> Behaviour.of(Mode.REFUSES_CLIENT_IDS)),
                new FaultKind(
                        "held-client-id",
                        "DURATION or forever",
                        "10s",
                        "A client id stays in use so long after its connection dropped without a FIN, was kept by the"
                                + " gateway, or ended with its process.",
                        "when a connection drops",
                        "B6 A6 C9",
                        v -> Behaviour.late(Delayed.CLIENT_ID, v.duration(0, "10s"))),
                new FaultKind(
                        "client-limit",
                        "N[:close or :hang]",
                        "4",
                        "Beyond N clients a further one is ended, or left mute, after START_API.",
                        AT_START,
                        "B7",
                        HandshakeFaults::clientLimit),
                new FaultKind(
                        "connection-dialog",
                        "accept or reject",
                        "accept",
                        "A dialog asks whether to accept a new connection: it gets no answer until it is switched off,"
                                + " which answers the dialog.",
                        "at each new connection",
                        "B8",
                        HandshakeFaults::connectionDialog),
                new FaultKind(
                        "wrong-version",
                        "N",
                        "76",
                        "The greeting names that server version, whatever the client offers.",
                        "at the greeting",
                        "B9",
                        v -> {
                            int version = v.whole(0, "76", 0);
                            return Behaviour.greeting((usual, o) ->
                                    o.strikes() ? new ServerGreeting(version, usual.connectionTime()) : usual);
                        }),
                new FaultKind(
                        "redirect",
                        "HOST:PORT",
                        "127.0.0.1:4001",
                        "The greeting has version -1 and another host instead of a time.",
                        "at the greeting",
                        "B10",
                        v -> {
                            String target = v.from(0, "127.0.0.1:4001");
                            if (!target.matches("[A-Za-z0-9._-]{1,253}(:\\d{1,5})?")) {
                                throw v.wrong("a host and a port");
                            }
                            return Behaviour.greeting(
                                    (usual, o) -> o.strikes() ? new ServerGreeting(-1, target) : usual);
                        }),
                new FaultKind(
                        "slow-login",
                        "DURATION",
                        "20s",
                        "Everything after START_API comes late.",
                        AT_START,
                        "B1 B11",
                        v -> Behaviour.late(Delayed.LOGIN, v.duration(0, "20s"))),
                new FaultKind(
                        "throttled-logins",
                        "N:DURATION",
                        "5:30s",
                        "Who logs in is answered so much later once there have been N logins within a minute.",
                        AT_START,
                        "B11",
                        v -> throttled(v.whole(0, "5", 1), v.duration(1, "30s"))));
    }

    private static Behaviour unlessAsked(Predicate<Incoming> what) {
        return Behaviour.sending((message, out, o) -> {
            boolean asked = o.request() instanceof ReqManagedAccts || o.request() instanceof ReqIds;
            if (asked || !what.test(message) || !o.strikes()) {
                out.send(message);
            }
        });
    }

    private static Behaviour clientLimit(Value v) {
        int most = v.whole(0, "4", 0);
        boolean hang = v.word(1, List.of("close", "hang")).equals("hang");
        return Behaviour.requesting((message, o) -> {
            long clients = o.gateway().sessions().stream()
                    .filter(s -> s.clientId().isPresent())
                    .count();
            if (!(message instanceof StartApi) || clients < most || !o.strikes()) {
                return RequestAct.ANSWER;
            }
            if (hang) {
                o.session().turnMute();
            } else {
                o.session().end(false);
            }
            return RequestAct.SWALLOW;
        });
    }

    private static Behaviour connectionDialog(Value v) {
        boolean reject = v.word(0, List.of("accept", "reject")).equals("reject");
        List<Grip> waiting = new ArrayList<>();
        return Behaviour.accepting((zombies, o) -> {
                    if (!o.strikes()) {
                        return AcceptAct.SERVE;
                    }
                    waiting.add(o.session());
                    return AcceptAct.WAIT;
                })
                .releasing((session, gateway) -> {
                    if (waiting.remove(session)) {
                        if (reject) {
                            session.end(false);
                        } else {
                            session.pauseReading(false);
                        }
                    }
                });
    }

    private static Behaviour throttled(int most, Duration by) {
        Deque<Instant> logins = new ArrayDeque<>();
        return Behaviour.requesting((message, o) -> {
            if (!(message instanceof StartApi)) {
                return RequestAct.ANSWER;
            }
            Instant now = o.gateway().now();
            while (!logins.isEmpty() && logins.getFirst().isBefore(now.minus(LOGIN_WINDOW))) {
                logins.removeFirst();
            }
            if (logins.size() > most) {
                logins.removeFirst();
            }
            logins.addLast(now);
            return logins.size() > most && o.strikes() ? new RequestAct.Delay(by) : RequestAct.ANSWER;
        });
    }
}
