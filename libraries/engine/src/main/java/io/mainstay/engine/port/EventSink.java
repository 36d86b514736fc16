package io.mainstay.engine.port;

/** Takes the engine's events, once each. */
@FunctionalInterface
public interface EventSink {
    void accept(EngineEvent event);
}
