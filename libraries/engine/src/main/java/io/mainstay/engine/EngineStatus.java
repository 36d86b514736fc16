package io.mainstay.engine;

import io.mainstay.engine.pacing.LaneStatus;
import io.mainstay.engine.upstream.Intake;
import io.mainstay.engine.upstream.OutageCause;
import io.mainstay.engine.upstream.UpstreamState;
import java.util.List;
import java.util.Optional;

/**
 * What an engine holds at one moment. Free of account numbers.
 *
 * @param epoch the number of the connection life
 * @param connects how often a connection was attempted
 * @param serverVersion the version spoken with the gateway; 0 before the first session
 * @param outage why there is no session; empty when there is one
 * @param openRequests requests of all clients that the gateway has not ended
 * @param streams what clients share under ids of their own
 * @param openQuestions questions without an id under way or waiting
 * @param lanes the messages that wait for the rate limit, most urgent lane first
 * @param roundTrip the last question that the gateway answered; empty if there was none in this session
 * @param operator what the operator wants
 * @param budget what the gateway allows and how much of it is used
 * @param sessionAgeMs how long the gateway session has been READY; negative if it is not
 * @param serversLost whether the gateway said that it lost IB's servers
 * @param dataAgoMs when data that comes from IB's servers last came; negative if none has in this session
 * @param farmsBroken the data farms that the gateway last called broken
 * @param unfinished connections of clients that have not been let in yet
 * @param lateReplies answers dropped because their request had ended
 * @param unreadable messages of the gateway that could not be read
 */
public record EngineStatus(
        UpstreamState state,
        long epoch,
        long connects,
        int serverVersion,
        Optional<OutageStatus> outage,
        List<ClientStatus> clients,
        int openRequests,
        StreamStatus streams,
        int openQuestions,
        List<LaneStatus> lanes,
        Optional<RoundTrip> roundTrip,
        OperatorStatus operator,
        Budget budget,
        long sessionAgeMs,
        boolean serversLost,
        long dataAgoMs,
        List<String> farmsBroken,
        int unfinished,
        long lateReplies,
        long unreadable) {

    /** An outage in figures. */
    public record OutageStatus(OutageCause cause, String reason, long sinceMs, long retryInMs) {}

    /**
     * One client that is being served.
     *
     * @param rule the rule that let it in
     * @param role what it may do
     * @param peer how it came
     * @param waiting its messages that wait for the rate limit
     * @param queuedBytes bytes that it has not read
     * @param conflated ticks that it was not sent because it read slowly and newer ones came
     */
    public record ClientStatus(
            long session,
            int clientId,
            int version,
            long ageMs,
            String rule,
            String role,
            String peer,
            int openRequests,
            int waiting,
            long queuedBytes,
            long conflated) {}

    /** What the operator wants: whether requests are let through, why not, and since when. */
    public record OperatorStatus(Intake.State intake, String why, long sinceMs) {}

    /**
     * What the gateway allows.
     *
     * @param messagesPerSecond the most messages that are sent in any second
     * @param linesUsed market data lines in use
     * @param linesMax market data lines of the login
     */
    public record Budget(int messagesPerSecond, int linesUsed, int linesMax) {}

    /**
     * Streams in figures.
     *
     * @param open different ones at the gateway or on their way there
     * @param lines those that use a market data line
     * @param historyInTurn history that waits for the gateway's rules
     */
    public record StreamStatus(int open, int lines, int historyInTurn) {}

    /** A question that the gateway answers at once, and when it last did. */
    public record RoundTrip(long tookNanos, long agoMs) {}

    /** Messages that wait, of all lanes. */
    public int waiting() {
        return lanes.stream().mapToInt(LaneStatus::waiting).sum();
    }
}
