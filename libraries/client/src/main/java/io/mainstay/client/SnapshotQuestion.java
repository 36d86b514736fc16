package io.mainstay.client;

import io.mainstay.protocol.message.CancelMktData;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.TickSnapshotEnd;
import java.time.Instant;
import java.util.Optional;

/** The present quote: until the gateway says that it has sent what it has, or until nothing more could come. */
final class SnapshotQuestion extends Gather<Quote> {
    private final Instrument instrument;
    private final QuoteImage image = new QuoteImage();

    SnapshotQuestion(Instrument instrument) {
        this.instrument = instrument;
    }

    @Override
    Outgoing question(int reqId) {
        return new ReqMktData(reqId, instrument.contract(), "", true, false, "");
    }

    @Override
    Optional<Outgoing> cancel(int reqId) {
        return Optional.of(new CancelMktData(reqId));
    }

    @Override
    public void onMessage(Incoming message) {
        boolean changed = image.take(message, Instant.now());
        if (message.messageId() == TickSnapshotEnd.ID || changed && image.complete()) {
            reply().complete(image.quote(instrument));
        }
    }
}
