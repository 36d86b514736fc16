package io.mainstay.worker;

import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the engine's events into the log, one line each. */
final class EventLog implements EventSink {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    @Override
    public void accept(EngineEvent event) {
        switch (event) {
            case EngineEvent.UpstreamChanged e ->
                LOG.info("upstream {} -> {} epoch={} ({})", e.from(), e.to(), e.epoch(), e.why());
            case EngineEvent.UpstreamEnded e ->
                LOG.info(
                        "upstream ended reason={} epoch={} ageMs={} bytesIn={} bytesOut={} detail={}",
                        e.reason(),
                        e.epoch(),
                        e.ageMs(),
                        e.bytesIn(),
                        e.bytesOut(),
                        e.detail());
            case EngineEvent.ClientAttached e ->
                LOG.info("client attached session={} clientId={} version={}", e.session(), e.clientId(), e.version());
            case EngineEvent.ClientEnded e ->
                LOG.info(
                        "client ended reason={} session={} clientId={} ageMs={} bytesIn={} bytesOut={} detail={}",
                        e.reason(),
                        e.session(),
                        e.clientId(),
                        e.ageMs(),
                        e.bytesIn(),
                        e.bytesOut(),
                        e.detail());
            case EngineEvent.Trouble e -> LOG.warn("{}", e.what());
        }
    }
}
