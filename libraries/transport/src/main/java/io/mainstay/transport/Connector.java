package io.mainstay.transport;

/** Told how an attempt to connect ended, on the loop's thread, once. */
public interface Connector {
    ConnectionHandler onConnected(Connection connection);

    void onFailed(ConnectError error, String detail);
}
