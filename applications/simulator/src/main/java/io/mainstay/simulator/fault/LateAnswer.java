package io.mainstay.simulator.fault;

import java.time.Duration;

/** Answers that come when nobody waits for them any more. */
final class LateAnswer extends Fault {
    private final Duration by;

    LateAnswer(Duration by) {
        super(
                "late-answer",
                "Historical and contract requests are answered %s s late.".formatted(by.toMillis() / 1000.0),
                "at REQ_HISTORICAL_DATA and REQ_CONTRACT_DATA");
        this.by = by;
    }

    @Override
    public RequestAct onRequest(String wireName) {
        return wireName.equals("REQ_HISTORICAL_DATA") || wireName.equals("REQ_CONTRACT_DATA")
                ? new RequestAct.Delay(by)
                : new RequestAct.Answer();
    }
}
