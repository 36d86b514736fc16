package io.mainstay.client;

/** Finds or starts the worker and opens the session. */
final class Connector {
    private Connector() {}

    @SuppressWarnings("DoNotCallSuggester")
    static Mainstay connect(ConnectOptions options) {
        throw new MainstayException.WorkerFailed("no connector yet for " + options.host());
    }
}
