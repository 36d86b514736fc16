package io.mainstay.worker;

import io.mainstay.engine.EngineStatus;
import io.mainstay.engine.order.OrderInfo;
import io.mainstay.engine.pacing.LaneStatus;
import io.mainstay.engine.stream.StreamInfo;
import io.mainstay.engine.upstream.Intake;
import io.mainstay.engine.upstream.UpstreamState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a worker holds, as the maps and lists of a JSON document. Free of account numbers and tokens. */
final class StatusDocument {
    /** Streams and orders that are listed one by one; how many there are is told in any case. */
    static final int LISTED_MAX = 1_000;

    private static final long MS_PER_S = 1_000;

    private StatusDocument() {}

    /** What the worker itself knows beside its engine. */
    record Worker(long pid, Instant since, String gateway, int clientId, List<String> listeners, boolean listening) {}

    static Map<String, ?> of(
            Worker worker, EngineStatus engine, List<StreamInfo> streams, List<OrderInfo> orders, long nowMs) {
        var document = new LinkedHashMap<String, Object>();
        document.put(
                "worker",
                map("pid", worker.pid(), "since", worker.since().toString(), "listeners", worker.listeners()));
        document.put("upstream", upstream(worker, engine, nowMs));
        document.put("operator", operator(engine, nowMs));
        document.put(
                "clients",
                engine.clients().stream().map(client -> client(client, nowMs)).toList());
        document.put("clientsUnfinished", engine.unfinished());
        document.put("streams", streams.stream().map(StatusDocument::stream).toList());
        document.put("streamsOpen", engine.streams().open());
        document.put("orders", orders.stream().map(StatusDocument::order).toList());
        document.put("openRequests", engine.openRequests());
        document.put("openQuestions", engine.openQuestions());
        document.put("lanes", engine.lanes().stream().map(StatusDocument::lane).toList());
        document.put("budget", budget(engine));
        document.put("lateReplies", engine.lateReplies());
        document.put("unreadable", engine.unreadable());
        document.put("lamps", lamps(worker, engine, nowMs));
        return document;
    }

    private static Map<String, @Nullable Object> upstream(Worker worker, EngineStatus engine, long nowMs) {
        Map<String, @Nullable Object> upstream = map(
                "gateway", worker.gateway(),
                "state", engine.state().name(),
                "epoch", engine.epoch(),
                "connects", engine.connects(),
                "serverVersion", engine.serverVersion(),
                "clientId", worker.clientId());
        engine.outage()
                .ifPresentOrElse(
                        outage -> {
                            upstream.put("since", at(nowMs, outage.sinceMs()));
                            upstream.put(
                                    "outage",
                                    map(
                                            "cause",
                                            outage.cause().name(),
                                            "reason",
                                            outage.reason(),
                                            "retryInMs",
                                            outage.retryInMs()));
                        },
                        () -> upstream.put(
                                "since", engine.sessionAgeMs() < 0 ? null : at(nowMs, engine.sessionAgeMs())));
        engine.roundTrip()
                .ifPresent(trip ->
                        upstream.put("roundTrip", map("tookUs", trip.tookNanos() / 1_000, "agoMs", trip.agoMs())));
        return upstream;
    }

    private static Map<String, @Nullable Object> operator(EngineStatus engine, long nowMs) {
        EngineStatus.OperatorStatus operator = engine.operator();
        boolean open = operator.intake() == Intake.State.OPEN;
        return map(
                "intake", operator.intake().name(),
                "reason", operator.why(),
                "since", open ? null : at(nowMs, operator.sinceMs()));
    }

    private static Map<String, @Nullable Object> client(EngineStatus.ClientStatus client, long nowMs) {
        return map(
                "session", client.session(),
                "clientId", client.clientId(),
                "version", client.version(),
                "since", at(nowMs, client.ageMs()),
                "rule", client.rule(),
                "role", client.role(),
                "from", client.peer(),
                "openRequests", client.openRequests(),
                "waiting", client.waiting(),
                "queuedBytes", client.queuedBytes(),
                "conflated", client.conflated());
    }

    private static Map<String, @Nullable Object> stream(StreamInfo stream) {
        return map(
                "kind", stream.kind(),
                "subject", stream.subject(),
                "holders", stream.holders(),
                "phase", stream.phase(),
                "line", stream.line());
    }

    private static Map<String, @Nullable Object> order(OrderInfo order) {
        return map(
                "clientId", order.clientId(),
                "orderId", order.clientOrderId(),
                "gatewayOrderId", order.upstreamOrderId(),
                "permId", order.permId(),
                "phase", order.phase(),
                "status", order.status(),
                "what", order.what(),
                "waiting", order.waiting());
    }

    private static Map<String, @Nullable Object> lane(LaneStatus lane) {
        return map(
                "lane", lane.lane().name(),
                "waiting", lane.waiting(),
                "oldestMs", lane.oldestMs(),
                "sent", lane.sent(),
                "waitedMeanMs", lane.sent() == 0 ? 0 : lane.waitedTotalMs() / lane.sent(),
                "waitedLongestMs", lane.waitedLongestMs());
    }

    private static Map<String, @Nullable Object> budget(EngineStatus engine) {
        return map(
                "messagesPerSecond", engine.budget().messagesPerSecond(),
                "linesUsed", engine.budget().linesUsed(),
                "linesMax", engine.budget().linesMax(),
                "historyInTurn", engine.streams().historyInTurn());
    }

    private static Map<String, Object> lamps(Worker worker, EngineStatus engine, long nowMs) {
        var lamps = new LinkedHashMap<String, Object>();
        lamps.put("process", Lamp.shownBy("the worker answered", 0, nowMs).document());
        lamps.put("listener", listener(worker, nowMs).document());
        lamps.put("session", session(engine, nowMs).document());
        lamps.put("requests", requests(engine, nowMs).document());
        lamps.put("link", link(engine, nowMs).document());
        lamps.put("farms", farms(engine, nowMs).document());
        return lamps;
    }

    private static Lamp listener(Worker worker, long nowMs) {
        String at = String.join(", ", worker.listeners());
        return worker.listening()
                ? Lamp.shownBy("listens at " + at, 0, nowMs)
                : Lamp.bad("a listener is closed, of " + at, nowMs);
    }

    private static Lamp session(EngineStatus engine, long nowMs) {
        if (engine.state() != UpstreamState.READY) {
            return Lamp.bad(noSession(engine), nowMs);
        }
        return Lamp.shownBy("the gateway answers on its session", answeredAgo(engine), nowMs);
    }

    private static Lamp requests(EngineStatus engine, long nowMs) {
        if (engine.state() != UpstreamState.READY) {
            return Lamp.bad(noSession(engine), nowMs);
        }
        if (engine.operator().intake() != Intake.State.OPEN) {
            return Lamp.bad("the operator lets no new request through", nowMs);
        }
        return engine.roundTrip()
                .map(trip -> Lamp.shownBy(
                        "the last question was answered in " + trip.tookNanos() / 1_000 + " us", trip.agoMs(), nowMs))
                .orElseGet(() -> Lamp.unknown("no question has been answered yet", nowMs));
    }

    private static Lamp link(EngineStatus engine, long nowMs) {
        if (engine.state() != UpstreamState.READY) {
            return Lamp.unknown(noSession(engine), nowMs);
        }
        if (engine.serversLost()) {
            return Lamp.bad("the gateway says that it has lost IB's servers", nowMs);
        }
        return Lamp.shownBy("data from IB's servers come", engine.dataAgoMs(), nowMs);
    }

    private static Lamp farms(EngineStatus engine, long nowMs) {
        if (engine.state() != UpstreamState.READY) {
            return Lamp.unknown(noSession(engine), nowMs);
        }
        if (!engine.farmsBroken().isEmpty()) {
            return Lamp.bad("broken: " + String.join(", ", engine.farmsBroken()), nowMs);
        }
        return Lamp.shownBy("no farm is called broken, and data come", engine.dataAgoMs(), nowMs);
    }

    private static long answeredAgo(EngineStatus engine) {
        return engine.roundTrip().map(EngineStatus.RoundTrip::agoMs).orElse(engine.sessionAgeMs());
    }

    private static String noSession(EngineStatus engine) {
        return engine.outage()
                .map(EngineStatus.OutageStatus::reason)
                .orElse("there is no session with the gateway yet");
    }

    private static String at(long nowMs, long agoMs) {
        return Instant.ofEpochMilli((nowMs - agoMs) / MS_PER_S * MS_PER_S).toString();
    }

    private static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }
}
