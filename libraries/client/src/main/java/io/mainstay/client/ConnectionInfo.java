package io.mainstay.client;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How a program is connected.
 *
 * @param serverVersion the protocol version of this session
 * @param serverTime the gateway's clock at the handshake, as it wrote it
 * @param workerPid the worker's process, if there is one and it is known
 * @param workerStarted whether this program had to start the worker
 * @param connectTime from the call to usable
 */
public record ConnectionInfo(
        ConnectOptions.Via via,
        int serverVersion,
        String serverTime,
        OptionalLong workerPid,
        boolean workerStarted,
        Duration connectTime) {}
