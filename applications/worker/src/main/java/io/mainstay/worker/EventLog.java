package io.mainstay.worker;

import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import org.slf4j.Logger;

/** Writes the engine's events to the log, one line each. */
final class EventLog implements EventSink {
    private final Logger log;

    EventLog(Logger log) {
        this.log = log;
    }

    @Override
    public void accept(EngineEvent event) {
        switch (event) {
            case EngineEvent.UpstreamChanged e ->
                log.info("gateway: {} -> {}, epoch {}{}", e.from(), e.to(), e.epoch(), because(e.why()));
            case EngineEvent.UpstreamEnded e ->
                log.info(
                        "gateway: epoch {} ended: {} ({}){}, after {} ms, {} bytes in, {} out",
                        e.epoch(),
                        e.reason(),
                        e.reason().sentence(),
                        because(e.detail()),
                        e.ageMs(),
                        e.bytesIn(),
                        e.bytesOut());
            case EngineEvent.ClientAttached e ->
                log.info("client {}: session {} attached at version {}", e.clientId(), e.session(), e.version());
            case EngineEvent.ClientEnded e ->
                log.info(
                        "client {}: session {} ended: {} ({}){}, after {} ms, {} bytes in, {} out",
                        e.clientId(),
                        e.session(),
                        e.reason(),
                        e.reason().sentence(),
                        because(e.detail()),
                        e.ageMs(),
                        e.bytesIn(),
                        e.bytesOut());
            case EngineEvent.Trouble e -> log.warn("{}", e.what());
        }
    }

    private static String because(String detail) {
        return detail.isEmpty() ? "" : ": " + detail;
    }
}
