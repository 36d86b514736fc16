package io.mainstay.transport;

/** Takes connections as they come. */
@FunctionalInterface
public interface AcceptHandler {
    /** A peer connected; nothing of its bytes has been read yet. */
    LinkHandler onAccept(Link link);
}
