package io.mainstay.transport;

/** Takes a new connection and says who handles it, on the loop's thread. */
@FunctionalInterface
public interface Acceptor {
    ConnectionHandler accept(Connection connection);
}
