package io.mainstay.simulator.fault;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.MessageCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Faults of the listener and of connections as such. */
final class TcpFaults {
    private static final String AT_ACCEPT = "at each new connection";
    private static final String AT_SWITCH = "at the moment of switching on, to the sessions that are open";

    private TcpFaults() {}

    static List<FaultKind> all() {
        return List.of(
                new FaultKind(
                        FaultCatalogue.WEDGE,
                        "N[:accept-queue-full]",
                        "3",
                        "The gateway never closes its side of an ended connection (the socket stays in CLOSE_WAIT, with a"
                                + " descriptor and an empty queue); after N of them it accepts new connections and leaves"
                                + " them mute for ever, or accepts no more. Sessions still open go on working.",
                        "when a client ends its connection, then " + AT_ACCEPT,
                        "A6 A7",
                        TcpFaults::wedge),
                new FaultKind(
                        "stuck-reader",
                        "Connections are accepted and never read: what the client sends, its FIN too, stays in the"
                                + " gateway's queue.",
                        AT_ACCEPT,
                        "A3 A6",
                        v -> Behaviour.accepting(AcceptAct.STUCK)),
                new FaultKind(
                        "accept-queue-full",
                        "The gateway listens and accepts nothing: the queue of the kernel fills up, later connections"
                                + " time out.",
                        "while it is on",
                        "A2 A6",
                        v -> Behaviour.listening(Listening.FULL)),
                new FaultKind(
                        "mute-handshake",
                        "The gateway accepts connections and never answers the greeting.",
                        AT_ACCEPT,
                        "A3 B11@for:90s",
                        v -> Behaviour.accepting(AcceptAct.MUTE)),
                new FaultKind(
                        "refuse",
                        "The gateway does not listen: connections are refused.",
                        "while it is on; open sessions stay",
                        "A1",
                        v -> Behaviour.listening(Listening.CLOSED)),
                new FaultKind(
                        "close-on-accept",
                        "The gateway accepts a connection and ends it at once, in order.",
                        AT_ACCEPT,
                        "A4 A14 B11@for:90s B12@connection:1",
                        v -> Behaviour.accepting(AcceptAct.CLOSE)),
                new FaultKind(
                        "reset-on-connect",
                        "The gateway accepts a connection and resets it at once.",
                        AT_ACCEPT,
                        "A5",
                        v -> Behaviour.accepting(AcceptAct.RESET)),
                new FaultKind(
                        "reset-on-greeting",
                        "The gateway resets a connection when its greeting has come.",
                        "at the greeting",
                        "A5",
                        v -> Behaviour.greeting((usual, o) -> {
                            if (!o.strikes()) {
                                return usual;
                            }
                            o.session().end(true);
                            return null;
                        })),
                new FaultKind(
                                "half-open",
                                "Sessions open at that moment are neither read nor written any more, and not ended;"
                                        + " new ones work. What the client sends fills the queues.",
                                AT_SWITCH + ", for good",
                                "A8 A14",
                                v -> Behaviour.holding((session, gateway) -> session.freeze()))
                        .comingAndGoing(),
                new FaultKind(
                                "black-hole",
                                "Sessions open at that moment are read and get nothing any more; new ones work.",
                                AT_SWITCH + ", for good",
                                "A9",
                                v -> Behaviour.holding((session, gateway) -> session.turnMute()))
                        .comingAndGoing(),
                new FaultKind(
                                "slow-drain",
                                "Sessions open at that moment are not read until it is switched off; streams go on.",
                                AT_SWITCH,
                                "A12",
                                v -> Behaviour.holding((session, gateway) -> session.pauseReading(true))
                                        .releasing((session, gateway) -> session.pauseReading(false)))
                        .comingAndGoing(),
                new FaultKind(
                                "half-close",
                                "The gateway ends its direction of the open sessions with a FIN and goes on reading.",
                                AT_SWITCH,
                                "",
                                v -> Behaviour.holding((session, gateway) -> session.endOutput()))
                        .comingAndGoing(),
                new FaultKind(
                                "reset-sessions",
                                "The open sessions are reset.",
                                AT_SWITCH,
                                "A10",
                                v -> Behaviour.holding((session, gateway) -> session.end(true)))
                        .comingAndGoing(),
                new FaultKind(
                        "idle-cut",
                        "DURATION",
                        "5m",
                        "A session from which nothing has come for that long is lost without a FIN, as by a router that"
                                + " forgets it.",
                        "after each silence",
                        "A14",
                        v -> idleCut(v.duration(0, "5m"))),
                new FaultKind(
                        "cut-mid-frame",
                        "REQUEST",
                        "REQ_HISTORICAL_DATA",
                        "The answer to a request ends in the middle of its first frame, and with it the connection.",
                        "at that request",
                        "A10",
                        v -> {
                            String request = v.message(0, "REQ_HISTORICAL_DATA");
                            return Behaviour.requesting(
                                    (message, o) -> message.wireName().equals(request) && o.strikes()
                                            ? new RequestAct.Cut()
                                            : RequestAct.ANSWER);
                        }),
                new FaultKind(
                        "cut-at-byte",
                        "N",
                        "100",
                        "Each session ends in order after so many more bytes, wherever in a message that is.",
                        "from the moment of switching on, or a session's start",
                        "A10",
                        v -> cutAt(v.whole(0, "100", 0), Grip.Cut.CLOSE)),
                new FaultKind(
                        "reset-at-byte",
                        "N",
                        "100",
                        "Each session is reset after so many more bytes, wherever in a message that is.",
                        "from the moment of switching on, or a session's start",
                        "A10",
                        v -> cutAt(v.whole(0, "100", 0), Grip.Cut.RESET)),
                new FaultKind(
                        "stall-at-byte",
                        "N",
                        "10",
                        "Each session gets so many more bytes and then nothing, and does not end; the first of them are the"
                                + " greeting's.",
                        "from the moment of switching on, or a session's start",
                        "A9 B2",
                        v -> cutAt(v.whole(0, "10", 0), Grip.Cut.STALL)),
                new FaultKind(
                        "split-bytes",
                        "Every byte is sent in a segment of its own.",
                        "at each message",
                        "A11",
                        v -> Behaviour.of(Mode.SENDS_BYTE_WISE)),
                new FaultKind(
                        "coalesced",
                        "DURATION",
                        "250ms",
                        "What is sent is collected so long and leaves at once: many messages in a segment.",
                        "at each message",
                        "A11",
                        v -> Behaviour.late(Delayed.DELIVERY, v.duration(0, "250ms"))),
                new FaultKind(
                        "latency",
                        "DURATION[:JITTER]",
                        "100ms",
                        "Each message comes so much later, plus a part of the jitter by chance; the order is kept.",
                        "at each message",
                        "",
                        v -> latency(v.duration(0, "100ms"), v.duration(1, "0ms"))),
                new FaultKind(
                        "bandwidth",
                        "N",
                        "10000",
                        "Each session gets about N bytes a second; what exceeds that waits, in order.",
                        "at each message",
                        "",
                        v -> bandwidth(v.whole(0, "10000", 1))),
                new FaultKind(
                        "slow-close",
                        "DURATION",
                        "10s",
                        "The gateway ends its side so long after the client has ended its own.",
                        "when a client ends its connection",
                        "",
                        v -> Behaviour.late(Delayed.CLOSE, v.duration(0, "10s"))),
                new FaultKind(
                        "port-change",
                        "PORT",
                        "0",
                        "1300 to everybody, then all sessions end; the gateway listens on the other port (0: any free"
                                + " one) until it is switched off.",
                        "when it is switched on, and off",
                        "A13",
                        v -> portChange(v.whole(0, "0", 0))),
                new FaultKind(
                        "strangers-hang",
                        "What is no TWS client, such as a browser, gets no answer and no end.",
                        "at bytes that are no greeting",
                        "A15",
                        v -> Behaviour.of(Mode.IGNORES_STRANGERS)));
    }

    private static Behaviour wedge(Value v) {
        int zombiesBefore = v.whole(0, "3", 0);
        Behaviour behaviour = Behaviour.of(Mode.KEEPS_ENDED_CONNECTIONS);
        if (v.word(1, List.of("mute", "accept-queue-full")).equals("accept-queue-full")) {
            behaviour.queueFullAfterZombies = Math.max(zombiesBefore, 1);
            return behaviour;
        }
        return behaviour.withAccepting(
                (zombies, o) -> zombies >= zombiesBefore && o.strikes() ? AcceptAct.MUTE : AcceptAct.SERVE);
    }

    private static Behaviour cutAt(int bytes, Grip.Cut how) {
        return Behaviour.holdingEach((session, gateway) -> session.cutAfter(bytes, how));
    }

    private static Behaviour idleCut(Duration silence) {
        /* When something came last, by connection; an entry goes when its session is cut or has ended. */
        Map<Long, Instant> last = new HashMap<>();
        return Behaviour.holdingEach((session, gateway) -> {
                    last.put(session.number(), gateway.now());
                    awaitSilence(session, gateway, silence, last);
                })
                .withRequesting((message, o) -> {
                    last.computeIfPresent(
                            o.session().number(),
                            (number, before) -> o.gateway().now());
                    return RequestAct.ANSWER;
                })
                .releasing((session, gateway) -> last.clear());
    }

    private static void awaitSilence(Grip session, Levers gateway, Duration silence, Map<Long, Instant> last) {
        Instant since = last.get(session.number());
        if (since == null || session.isOver()) {
            last.remove(session.number());
            return;
        }
        Duration left = Duration.between(gateway.now(), since.plus(silence));
        if (left.isPositive()) {
            gateway.later(left, () -> awaitSilence(session, gateway, silence, last));
        } else {
            last.remove(session.number());
            session.freeze();
        }
    }

    private static Behaviour latency(Duration delay, Duration jitter) {
        return later((message, free, o) -> {
            Instant due = o.gateway().now().plus(delay).plusNanos((long) (jitter.toNanos() * o.random()));
            return due.isAfter(free) ? due : free;
        });
    }

    private static Behaviour bandwidth(int bytesPerSecond) {
        return later((message, free, o) -> {
            var writer = new FieldWriter(MessageCodec.NEWEST_TEXT_VERSION);
            message.write(writer);
            Instant start = free.isAfter(o.gateway().now()) ? free : o.gateway().now();
            return start.plusNanos(writer.lengthBytes() * 1_000_000_000L / bytesPerSecond);
        });
    }

    /** When a message is sent, given when the one before it is. */
    @FunctionalInterface
    private interface Due {
        Instant of(Incoming message, Instant before, Occasion o);
    }

    private static Behaviour later(Due due) {
        /* When the latest message is sent, by connection; bounded by the connections while it is on. */
        Map<Long, Instant> latest = new HashMap<>();
        return Behaviour.sending((message, out, o) -> {
                    long connection = o.session().number();
                    Instant before = latest.getOrDefault(connection, Instant.EPOCH);
                    if (o.strikes()) {
                        Instant at = due.of(message, before, o);
                        latest.put(connection, at);
                        out.later(Duration.between(o.gateway().now(), at), message);
                    } else if (before.isAfter(o.gateway().now())) {
                        out.later(Duration.between(o.gateway().now(), before), message);
                    } else {
                        out.send(message);
                    }
                })
                .releasing((session, gateway) -> latest.clear());
    }

    private static Behaviour portChange(int port) {
        if (port > 65_535) {
            throw new IllegalArgumentException("port-change=" + port + ": no port");
        }
        return Behaviour.switching((on, o) -> {
                    if (on && o.strikes()) {
                        o.gateway()
                                .tellAll(
                                        1300,
                                        "TWS socket port has been reset and this connection is being dropped. Please"
                                                + " reconnect on the new port" + (port == 0 ? "" : " - " + port));
                        o.gateway().sessions().forEach(session -> session.end(false));
                    }
                })
                .withPort(port);
    }
}
