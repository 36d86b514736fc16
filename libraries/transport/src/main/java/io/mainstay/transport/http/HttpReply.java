package io.mainstay.transport.http;

/** An answer: its status code and a JSON document. */
public record HttpReply(int status, String json) {}
