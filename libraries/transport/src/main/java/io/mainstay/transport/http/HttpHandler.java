package io.mainstay.transport.http;

/** Answers requests, on the loop's thread, without blocking it. */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers one request.
     *
     * @param path without its query
     * @param body decoded as UTF-8; empty if there is none
     */
    HttpReply handle(String method, String path, String body);
}
