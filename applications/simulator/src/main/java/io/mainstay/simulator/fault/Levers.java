package io.mainstay.simulator.fault;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.PlaceOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What faults can do to the gateway as a whole. Used on the simulator's one thread. */
public interface Levers {
    /** What the clients are told when the link to IB's servers is back. */
    enum Restored {
        /** 1102: subscriptions go on. */
        DATA_KEPT,
        /** 1101: subscriptions are gone. */
        DATA_LOST,
        /** Nothing. */
        UNTOLD
    }

    Instant now();

    /** Does something later, also when sessions have ended until then. */
    void later(Duration delay, Runnable action);

    /** Every session that has not ended. */
    List<Grip> sessions();

    /** Takes the link to IB's servers away: 1100 to everybody, and silence. */
    void loseLink();

    void restoreLink(Restored how);

    /** Sends a notice without an id to every session that has started. */
    void tellAll(int code, String text);

    /** Ends every connection with a RST, those that the gateway kept by mistake too, as the end of its process does. */
    void endProcess();

    /** Has the listening socket be what the faults now ask for. */
    void listenAgain();

    /** Lets go on what waits for a dialog. */
    void releaseOrders();

    /** Answers a request that was kept back, unless its session has ended. */
    void answer(Grip session, Message request);

    /** Whether a client's order id belongs to an order that works. */
    boolean isWorking(Grip session, int orderId);

    /**
     * Takes a change of an order as a second one under the same order id, with a permId of its own; both work.
     */
    void doubleOrder(Grip session, PlaceOrder change);

    /**
     * Enters an order as the user of TWS's window does.
     *
     * @return its permId
     */
    long enterOrder(Contract contract, Order order);

    /** Cancels an order as the user of TWS's window does, if it still works. */
    void cancelOrder(long permId);

    /** Corrects the price of the latest execution; false if there is none. */
    boolean correctLatestExecution(BigDecimal by);
}
