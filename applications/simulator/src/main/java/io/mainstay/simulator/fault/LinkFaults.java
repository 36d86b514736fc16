package io.mainstay.simulator.fault;

import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.CurrentTimeInMillis;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.simulator.fault.Levers.Restored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Faults of the gateway's link to IB, of the data farms, and of its process. */
final class LinkFaults {
    private static final String ON_AND_OFF = "when it is switched on, and off";
    private static final int MOST_KEPT = 1000;

    private LinkFaults() {}

    static List<FaultKind> all() {
        return List.of(
                link("link-down", "C1 C2 F8", Restored.DATA_KEPT, "1102: subscriptions go on"),
                link("link-down-data-lost", "C1 C3 F8", Restored.DATA_LOST, "1101: all subscriptions are gone"),
                link("link-down-untold", "C4", Restored.UNTOLD, "no notice at all; subscriptions go on"),
                new FaultKind(
                                "farm-flap",
                                "all, market, history or definitions",
                                "all",
                                "Data farms are lost (2103, 2105, 2157) and come back (2104, 2106, 2158).",
                                ON_AND_OFF,
                                "C5 C6",
                                v -> {
                                    String farms = Farms.parse(v);
                                    return Behaviour.switching((on, o) -> {
                                        if (o.strikes()) {
                                            Farms.tell(o.gateway(), farms, on ? Farms.BROKEN : Farms.OK);
                                        }
                                    });
                                })
                        .comingAndGoing(),
                new FaultKind(
                                "farm-flapping",
                                "DURATION",
                                "2s",
                                "Data farms are lost and come back, again and again, each time after that duration.",
                                "while it is on",
                                "C5 C8",
                                v -> flapping(v.duration(0, "2s")))
                        .comingAndGoing(),
                new FaultKind(
                                "farm-inactive",
                                "Farms say that they are idle (2107, 2108).",
                                "when it is switched on",
                                "C6",
                                v -> farms(Farms.INACTIVE))
                        .comingAndGoing(),
                new FaultKind(
                                "farm-connecting",
                                "The market data farm says that it is connecting (2119).",
                                "when it is switched on",
                                "C6",
                                v -> farms(Farms.CONNECTING))
                        .comingAndGoing(),
                new FaultKind(
                                "link-broken-notice",
                                "DURATION",
                                "10s",
                                "2110 to everybody, and so long after it all sessions end.",
                                "when it is switched on",
                                "C7",
                                v -> linkBroken(v.duration(0, "10s")))
                        .comingAndGoing(),
                new FaultKind(
                                "nightly-reset",
                                "DURATION[:kept or :lost]",
                                "15s",
                                "IB's nightly reset, in that time: farms flap, the link is lost (1100) for half of it, farms"
                                        + " flap, and it is back with data kept (1102) or lost (1101, unless said"
                                        + " otherwise). Then it is off by itself.",
                                "when it is switched on",
                                "C8",
                                LinkFaults::nightlyReset)
                        .startingLate(),
                new FaultKind(
                                "auto-restart",
                                "All sessions are reset and connections are refused until it is switched off; orders and"
                                        + " positions stay, streams and kept connections are gone.",
                                ON_AND_OFF,
                                "C9",
                                v -> Behaviour.switching((on, o) -> {
                                            if (on && o.strikes()) {
                                                o.gateway().endProcess();
                                            }
                                        })
                                        .withListening(Listening.CLOSED))
                        .comingAndGoing(),
                new FaultKind(
                                "weekly-login",
                                "DURATION",
                                "30s",
                                "A cold restart: all sessions are reset, connections are refused so long and then accepted"
                                        + " and left mute, because the second factor is pending, until it is switched off.",
                                ON_AND_OFF,
                                "C10 C11 B11",
                                v -> weeklyLogin(v.duration(0, "30s")))
                        .startingLate(),
                new FaultKind(
                                "maintenance",
                                "IB's servers are maintained: 1100, farms lost, and new connections stay mute, until it is"
                                        + " switched off: 1101, farms back.",
                                ON_AND_OFF,
                                "C1 C3 C8",
                                v -> maintenance())
                        .comingAndGoing(),
                new FaultKind(
                                "late-flush",
                                "Contracts, quotes and history are not answered; when it is switched off, error 200 comes"
                                        + " for all of them, and only then the farm notice that explains it.",
                                ON_AND_OFF,
                                "C12",
                                v -> lateFlush())
                        .comingAndGoing(),
                new FaultKind(
                        "clock-jump",
                        "DURATION",
                        "90s",
                        "The gateway's clock is ahead by so much.",
                        "at each answer to a request for the time",
                        "C13",
                        v -> clockJump(v.duration(0, "90s"))));
    }

    private static FaultKind link(String name, String pains, Restored how, String then) {
        return new FaultKind(
                        name,
                        "DURATION",
                        "0s",
                        "1100 to everybody, again each DURATION unless that is 0s, and silence; then " + then + ".",
                        ON_AND_OFF,
                        pains,
                        v -> linkDown(v.duration(0, "0s"), how))
                .comingAndGoing();
    }

    private static Behaviour linkDown(Duration repeat, Restored how) {
        var down = new boolean[1];
        return Behaviour.switching((on, o) -> {
            if (on && o.strikes()) {
                down[0] = true;
                o.gateway().loseLink();
                if (repeat.isPositive()) {
                    repeat(o.gateway(), repeat, down);
                }
            } else if (!on && down[0]) {
                down[0] = false;
                o.gateway().restoreLink(how);
            }
        });
    }

    private static void repeat(Levers gateway, Duration period, boolean[] down) {
        gateway.later(period, () -> {
            if (down[0]) {
                gateway.tellAll(1100, "Connectivity between IBKR and Trader Workstation has been lost.");
                repeat(gateway, period, down);
            }
        });
    }

    private static Behaviour farms(int state) {
        return Behaviour.switching((on, o) -> {
            if (on && o.strikes()) {
                Farms.tell(o.gateway(), Farms.ALL, state);
            } else if (!on) {
                Farms.tell(o.gateway(), Farms.ALL, Farms.OK);
            }
        });
    }

    private static Behaviour flapping(Duration period) {
        var on = new boolean[1];
        return Behaviour.switching((switchedOn, o) -> {
            on[0] = switchedOn && o.strikes();
            if (on[0]) {
                flap(o.gateway(), period, Farms.BROKEN, on);
            } else {
                Farms.tell(o.gateway(), Farms.ALL, Farms.OK);
            }
        });
    }

    private static void flap(Levers gateway, Duration period, int state, boolean[] on) {
        Farms.tell(gateway, Farms.ALL, state);
        gateway.later(period, () -> {
            if (on[0]) {
                flap(gateway, period, state == Farms.OK ? Farms.BROKEN : Farms.OK, on);
            }
        });
    }

    private static Behaviour linkBroken(Duration until) {
        return Behaviour.switching((on, o) -> {
            if (on && o.strikes()) {
                Levers gateway = o.gateway();
                gateway.tellAll(
                        2110,
                        "Connectivity between Trader Workstation and server is broken. It will be restored"
                                + " automatically.");
                List<Grip> told = gateway.sessions();
                gateway.later(until, () -> told.forEach(session -> session.end(false)));
            }
        });
    }

    private static Behaviour nightlyReset(Value v) {
        Duration all = v.duration(0, "15s");
        Restored how = v.word(1, List.of("lost", "kept")).equals("lost") ? Restored.DATA_LOST : Restored.DATA_KEPT;
        var on = new boolean[1];
        var down = new boolean[1];
        return Behaviour.switching((switchedOn, o) -> {
                    Levers gateway = o.gateway();
                    if (!switchedOn) {
                        if (on[0]) {
                            on[0] = false;
                            if (down[0]) {
                                gateway.restoreLink(how);
                            }
                            Farms.tell(gateway, Farms.ALL, Farms.OK);
                        }
                        return;
                    }
                    if (!o.strikes()) {
                        return;
                    }
                    on[0] = true;
                    Farms.tell(gateway, Farms.ALL, Farms.BROKEN);
                    Duration eighth = all.dividedBy(8);
                    step(gateway, eighth, on, () -> Farms.tell(gateway, Farms.ALL, Farms.OK));
                    step(gateway, eighth.multipliedBy(2), on, () -> {
                        down[0] = true;
                        gateway.loseLink();
                    });
                    step(gateway, eighth.multipliedBy(5), on, () -> Farms.tell(gateway, Farms.ALL, Farms.BROKEN));
                    step(gateway, eighth.multipliedBy(6), on, () -> {
                        gateway.restoreLink(how);
                        Farms.tell(gateway, Farms.ALL, Farms.OK);
                        on[0] = false;
                    });
                })
                .lasting(all);
    }

    private static void step(Levers gateway, Duration after, boolean[] on, Runnable action) {
        gateway.later(after, () -> {
            if (on[0]) {
                action.run();
            }
        });
    }

    private static Behaviour weeklyLogin(Duration closed) {
        Behaviour behaviour = Behaviour.accepting(AcceptAct.MUTE).withListening(Listening.CLOSED);
        return behaviour.withSwitching((on, o) -> {
            if (on) {
                Levers gateway = o.gateway();
                gateway.endProcess();
                gateway.later(closed, () -> {
                    behaviour.listening = Listening.NORMAL;
                    gateway.listenAgain();
                });
            }
        });
    }

    private static Behaviour maintenance() {
        return Behaviour.accepting(AcceptAct.MUTE).withSwitching((on, o) -> {
            if (on) {
                o.gateway().loseLink();
                Farms.tell(o.gateway(), Farms.ALL, Farms.BROKEN);
            } else {
                o.gateway().restoreLink(Restored.DATA_LOST);
                Farms.tell(o.gateway(), Farms.ALL, Farms.OK);
            }
        });
    }

    private static Behaviour lateFlush() {
        record Kept(Grip session, int reqId) {}
        List<Kept> kept = new ArrayList<>();
        return Behaviour.requesting((message, o) -> {
                    boolean concerned = message instanceof ReqContractDetails
                            || message instanceof ReqMktData
                            || message instanceof ReqHistoricalData;
                    if (!concerned || kept.size() >= MOST_KEPT || !o.strikes()) {
                        return RequestAct.ANSWER;
                    }
                    kept.add(new Kept(o.session(), ((HasReqId) message).reqId()));
                    return RequestAct.SWALLOW;
                })
                .withSwitching((on, o) -> {
                    if (!on) {
                        kept.forEach(k -> k.session()
                                .error(k.reqId(), 200, "No security definition has been found for the request"));
                        kept.clear();
                        Farms.tell(o.gateway(), Farms.ALL, Farms.BROKEN);
                        Farms.tell(o.gateway(), Farms.ALL, Farms.OK);
                    }
                });
    }

    private static Behaviour clockJump(Duration by) {
        return Behaviour.sending((message, out, o) -> {
            if (message instanceof CurrentTime time && o.strikes()) {
                out.send(new CurrentTime(time.time() + by.toSeconds()));
            } else if (message instanceof CurrentTimeInMillis time && o.strikes()) {
                out.send(new CurrentTimeInMillis(time.timeInMillis() + by.toMillis()));
            } else {
                out.send(message);
            }
        });
    }
}
