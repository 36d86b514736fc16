package io.mainstay.simulator.session;

import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.CurrentTimeInMillis;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The gateway's clock. A request that follows another too closely stays unanswered, as at IB. */
final class TimeAnswers {
    /** How long after an answer a client's next request for the time is lost. */
    static final Duration SILENCE = Duration.ofMillis(4250);

    private final Gateway gateway;
    /** When each session was last answered; goes with the session. */
    private final Map<Session, Instant> answered = new HashMap<>();

    TimeAnswers(Gateway gateway) {
        this.gateway = gateway;
    }

    void current(Session s) {
        Instant before = answered.get(s);
        if (before == null || !gateway.now().isBefore(before.plus(SILENCE))) {
            answered.put(s, gateway.now());
            s.send(new CurrentTime(gateway.now().getEpochSecond()));
        }
    }

    void currentInMillis(Session s) {
        s.send(new CurrentTimeInMillis(gateway.now().toEpochMilli()));
    }

    void forget(Session s) {
        answered.remove(s);
    }
}
