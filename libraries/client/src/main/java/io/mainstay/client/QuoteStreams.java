package io.mainstay.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open streams of quotes of one connection, which share the fate of its gateway's link. */
final class QuoteStreams {
    private final Set<QuoteStream> open = ConcurrentHashMap.newKeySet();

    /** Those with ticks that their readers were not woken for; the reader thread's alone. */
    private final ArrayList<QuoteStream> untold = new ArrayList<>();

    void add(QuoteStream stream) {
        open.add(stream);
    }

    void remove(QuoteStream stream) {
        open.remove(stream);
    }

    /** A stream has taken ticks and its readers sleep until {@link #wakeReaders}. On the reader thread. */
    void readersToWake(QuoteStream stream) {
        untold.add(stream);
    }

    /** A wake costs more than the ticks do, so it comes once for all ticks of one piece. On the reader thread. */
    void wakeReaders() {
        for (QuoteStream stream : untold) {
            stream.wakeReaders();
        }
        untold.clear();
    }

    /** The link is gone. */
    void gap(Instant since, String reason) {
        for (QuoteStream stream : open) {
            stream.gap(since, reason);
        }
    }

    /** The link is back and the gateway has kept the requests. */
    void resume(Instant at) {
        for (QuoteStream stream : open) {
            stream.resume(at);
        }
    }

    /** The link is back and the gateway has lost the requests. */
    void restart(Instant at, String reason) {
        for (QuoteStream stream : open) {
            stream.restart(at, reason);
        }
    }
}
