package io.mainstay.simulator.script;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** Where a script is run: something that takes clients, and the gateway that it is, or that is behind it. */
public interface Stage extends AutoCloseable {
    /** The newest version that clients may speak on it. */
    int newestVersion();

    /**
     * Makes a connection, on which nothing is said yet.
     *
     * @throws IOException if it is refused
     */
    Wire open(Client client) throws IOException;

    /** The gateway's time. */
    Instant now();

    /**
     * Lets the gateway's time pass until something may have come.
     *
     * @param most how much of it
     * @return how much of it has passed
     */
    Duration pass(Duration most);

    /** Returns when the client has been told everything that its requests up to now bring about without time passing. */
    void settle(Client client);

    /**
     * Waits, without the gateway's time passing, for what is still on its way.
     *
     * @return whether something may have come; false once nothing more is to be expected
     */
    boolean awaitMore();

    /** Switches a fault, named as in the catalogue, on or off. */
    void switchFault(String name, boolean on);

    /** Enters an order at TWS's window, and returns its permId. */
    long enterOrder(Contract contract, Order order);

    /** Cancels an order at TWS's window. */
    void cancelOrder(long permId);

    /** Corrects the price of an execution, and returns the id of the correction. */
    String correctExecution(String execId, BigDecimal price);

    /** Publishes a bulletin. */
    void publishBulletin(String text);

    @Override
    void close();

    /** A client's connection, as it uses it. */
    interface Wire {
        /**
         * Sends bytes, in order.
         *
         * @throws IOException if the connection is gone
         */
        void send(byte[] bytes) throws IOException;

        /** Ends it in order: the gateway sees the end, and may still say something. */
        void finish() throws IOException;

        /** Ends it without a word. */
        void vanish() throws IOException;
    }
}
