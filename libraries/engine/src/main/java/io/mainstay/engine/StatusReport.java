package io.mainstay.engine;

import io.mainstay.engine.access.Rights;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.pacing.Dispatch;
import io.mainstay.engine.routing.RequestMap;
import io.mainstay.engine.stream.Streams;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Intake;
import io.mainstay.engine.upstream.OutageNotice;
import io.mainstay.engine.upstream.Outbox;
import io.mainstay.engine.upstream.UpstreamSession;
import io.mainstay.engine.upstream.UpstreamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what an engine holds at this moment. */
final class StatusReport {
    private static final long NEVER_MS = -1;

    private final UpstreamSettings settings;
    private final UpstreamSession upstream;
    private final Clients clients;
    private final RequestMap map;
    private final Shared shared;
    private final Streams streams;
    private final Farms farms;
    private final OutageNotice notice;
    private final Now now;

    StatusReport(
            UpstreamSettings settings,
            UpstreamSession upstream,
            Clients clients,
            RequestMap map,
            Shared shared,
            Streams streams,
            Farms farms,
            OutageNotice notice,
            Now now) {
        this.settings = settings;
        this.upstream = upstream;
        this.clients = clients;
        this.map = map;
        this.shared = shared;
        this.streams = streams;
        this.farms = farms;
        this.notice = notice;
        this.now = now;
    }

    EngineStatus take() {
        List<EngineStatus.ClientStatus> served = new ArrayList<>();
        clients.ready().forEach(client -> served.add(client(client)));
        Intake intake = upstream.outbox().intake();
        return new EngineStatus(
                upstream.state(),
                upstream.epoch(),
                upstream.connects(),
                upstream.serverVersion(),
                upstream.outage()
                        .map(o -> new EngineStatus.OutageStatus(
                                o.cause(), notice.text(o), now.msSince(o.sinceNanos()), now.msUntil(o.retryAtNanos()))),
                served,
                map.all().size() + streams.count(),
                new EngineStatus.StreamStatus(streams.count(), streams.lines(), streams.historyInTurn()),
                shared.flights().count(),
                upstream.outbox().lanes(),
                roundTrip(),
                new EngineStatus.OperatorStatus(intake.state(), intake.why(), now.msSince(intake.sinceNanos())),
                new EngineStatus.Budget(settings.messagesPerSecond(), streams.lines(), settings.marketDataLines()),
                upstream.ready() ? now.msSince(upstream.readySinceNanos()) : NEVER_MS,
                upstream.serversLost(),
                upstream.ready() && farms.lastDataNanos() >= upstream.readySinceNanos()
                        ? now.msSince(farms.lastDataNanos())
                        : NEVER_MS,
                farms.broken(),
                clients.all().size() - served.size(),
                map.lateReplies(),
                upstream.unreadable());
    }

    private EngineStatus.ClientStatus client(ClientSession client) {
        Rights rights = client.rights();
        return new EngineStatus.ClientStatus(
                client.number(),
                client.clientId(),
                client.version(),
                now.msSince(client.sinceNanos()),
                rights == null ? "" : rights.rule(),
                rights == null ? "" : rights.role().word(),
                client.peer().text(),
                map.count(client) + streams.count(client) + shared.summaries().count(client),
                upstream.outbox().waiting(client.number())
                        + upstream.outbox().waiting(Dispatch.ofOwner(client.owner())),
                client.queuedBytes(),
                client.conflated());
    }

    private Optional<EngineStatus.RoundTrip> roundTrip() {
        Outbox outbox = upstream.outbox();
        return upstream.ready() && outbox.roundTripNanos() >= 0
                ? Optional.of(
                        new EngineStatus.RoundTrip(outbox.roundTripNanos(), now.msSince(outbox.lastAnsweredNanos())))
                : Optional.empty();
    }
}
