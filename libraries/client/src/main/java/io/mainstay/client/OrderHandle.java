package io.mainstay.client;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A placed order, alive: its values change as the gateway reports. Safe for use by several threads. */
public interface OrderHandle {
    /** What is known about the sending of an order. */
    sealed interface Outcome {
        /** The gateway has acknowledged it. */
        record Acknowledged(long permId) implements Outcome {}

        /** It does not exist at the gateway. */
        record Rejected(int code, String reason) implements Outcome {}

        /** It may or may not exist: {@code known} says what is known. Never send it again before it is reconciled. */
        record InDoubt(String known) implements Outcome {}
    }

    /** One step in the order's life. */
    record Event(Instant at, String status, String text) {}

    /** This client's order id; 0 for an order of an earlier session whose id the gateway no longer tells. */
    int orderId();

    String key();

    /**
     * Waits, by the connection's deadline, for the gateway's word on the order. Doubt is not final: a later word, such as
     * a status after the link is back, turns it into one of the others.
     */
    Outcome outcome();

    /** IB's status word, such as {@code Submitted}; empty before the first. */
    String status();

    BigDecimal filled();

    Optional<BigDecimal> averageFillPrice();

    List<Fill> fills();

    List<Event> log();

    /** Whether the gateway will say nothing more: filled, cancelled, inactive or rejected. */
    boolean done();

    /**
     * Waits until {@link #done}, until the connection has ended, or until the time has passed; true if done. When the
     * status is Filled before its fills have come, waits up to two seconds more for them.
     */
    boolean await(Duration within);

    /**
     * Asks for the cancel; the order is cancelled when its status says so.
     *
     * @throws MainstayException.Disconnected if the request for it could not be sent
     */
    void cancel();
}
