package io.mainstay.client;

import java.time.Instant;

/** What a stream of quotes brings. */
public sealed interface QuoteEvent {
    /** A new image, the change included. */
    record Tick(Quote quote) implements QuoteEvent {}

    /** From here on prices may be missing. */
    record Gap(Instant since, String reason) implements QuoteEvent {}

    /** Prices come again; those of the gap are lost. */
    record Resumed(Instant at) implements QuoteEvent {}

    /** The gateway's remark on this stream, such as 10167 for delayed data. */
    record Remark(Notice notice) implements QuoteEvent {}
}
