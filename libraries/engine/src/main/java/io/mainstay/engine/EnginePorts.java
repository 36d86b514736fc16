package io.mainstay.engine;

import io.mainstay.engine.port.ConnectHistory;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.port.OrderJournal;
import io.mainstay.engine.port.UpstreamLink;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What an engine needs from outside.
 *
 * @param epochMs the wall clock in milliseconds since 1970, for texts and records only
 * @param random decides the jitter of waits
 */
public record EnginePorts(
        UpstreamLink upstream,
        OrderJournal journal,
        ConnectHistory connects,
        EventSink events,
        LongSupplier epochMs,
        RandomGenerator random) {}
