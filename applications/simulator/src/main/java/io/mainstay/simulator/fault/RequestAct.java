package io.mainstay.simulator.fault;

import java.time.Duration;

/** What happens to one request of a client. */
public sealed interface RequestAct {
    RequestAct ANSWER = new Answer();
    RequestAct SWALLOW = new Swallow();

    /** It is answered at once. */
    record Answer() implements RequestAct {}

    /** It is lost, or the fault has dealt with it. */
    record Swallow() implements RequestAct {}

    /** It is answered after a while, as if it had arrived then. */
    record Delay(Duration by) implements RequestAct {}

    /** Its answer is sent up to half of its first frame; then the connection ends. */
    record Cut() implements RequestAct {}
}
