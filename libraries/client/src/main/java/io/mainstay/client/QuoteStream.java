package io.mainstay.client;

import io.mainstay.client.session.Failure;
import io.mainstay.client.session.Request;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.CancelMktData;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ReqMktData;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One stream of quotes.
 *
 * <p>What waits is bounded however slow the reader is: ticks melt into the newest image, remarks beyond a number push
 * out the oldest, and a gap that begins before the end of the last one was read makes both one gap.
 */
final class QuoteStream extends EventStream<QuoteEvent> {
    private static final int MAX_REMARKS = 64;

    private final Connection connection;
    private final Instrument instrument;
    private final QuoteImage image = new QuoteImage();
    private final ArrayDeque<QuoteEvent> waiting = new ArrayDeque<>();
    private boolean tickWaits;

    /** Whether the readers will be woken for the ticks that wait; the reader thread's alone. */
    private boolean wakeComes;

    private boolean inGap;
    private boolean resumesWithNextTick;
    private @Nullable Life life;

    QuoteStream(Connection connection, Instrument instrument) {
        super("quotes of " + instrument.symbol());
        this.connection = connection;
        this.instrument = instrument;
    }

    /** The stream's request under one id; after 1101 there is a new one, and the old one's late ticks reach nobody. */
    private final class Life implements Request {
        private int id;

        void begin() {
            id = connection.session().requests().open(this);
            try {
                connection.send(new ReqMktData(id, instrument.contract(), "", false, false, ""), "quotes");
            } catch (MainstayException.Disconnected e) {
                fail(new Failure.Lost(String.valueOf(e.getMessage())));
            }
        }

        @Override
        public void onMessage(Incoming message) {
            changeQuietly(() -> tick(this, message));
        }

        @Override
        public void onError(ErrorMessage error) {
            if (ErrorCatalogue.of(error.errorCode()).endsRequest(error.errorMsg())) {
                connection.session().requests().close(id);
                fail(Explain.failure(error));
            } else {
                var notice = new Notice(error.errorCode(), error.errorMsg(), Instant.now());
                change(() -> remark(new QuoteEvent.Remark(notice)));
            }
        }

        @Override
        public void onEnd(Failure failure) {
            fail(failure);
        }
    }

    void open() {
        connection.streams().add(this);
        change(this::begin);
        connection.notices().linkDown().ifPresent(notice -> gap(notice.at(), notice.code() + ": " + notice.text()));
    }

    private void begin() {
        var fresh = new Life();
        life = fresh;
        fresh.begin();
    }

    void gap(Instant since, String reason) {
        change(() -> beginGap(since, reason));
    }

    void resume(Instant at) {
        change(() -> {
            if (inGap) {
                endGap(at);
            }
        });
    }

    /** Asks again, under a fresh id; the gap ends with the first tick that comes for it. */
    void restart(Instant at, String reason) {
        change(() -> {
            Life old = life;
            if (old == null) {
                return;
            }
            beginGap(at, reason);
            connection.session().requests().close(old.id);
            image.clear();
            resumesWithNextTick = true;
            begin();
        });
    }

    /** On the reader thread. */
    void wakeReaders() {
        wakeComes = false;
        wake();
    }

    private void tick(Life from, Incoming message) {
        if (from != life) {
            return;
        }
        Instant now = connection.session().arrival();
        if (image.take(message, now)) {
            if (resumesWithNextTick) {
                endGap(now);
            }
            tickWaits = true;
            if (!wakeComes) {
                wakeComes = true;
                connection.streams().readersToWake(this);
            }
        }
    }

    private void beginGap(Instant since, String reason) {
        if (inGap) {
            return;
        }
        inGap = true;
        if (waiting.removeIf(event -> event instanceof QuoteEvent.Resumed)) {
            return;
        }
        if (tickWaits) {
            waiting.addLast(new QuoteEvent.Tick(image.quote(instrument)));
            tickWaits = false;
        }
        waiting.addLast(new QuoteEvent.Gap(since, reason));
    }

    private void endGap(Instant at) {
        inGap = false;
        resumesWithNextTick = false;
        waiting.addLast(new QuoteEvent.Resumed(at));
    }

    private void remark(QuoteEvent.Remark remark) {
        int remarks = 0;
        for (QuoteEvent event : waiting) {
            remarks += event instanceof QuoteEvent.Remark ? 1 : 0;
        }
        if (remarks == MAX_REMARKS) {
            boolean[] removed = {false};
            waiting.removeIf(event -> {
                boolean oldest = !removed[0] && event instanceof QuoteEvent.Remark;
                removed[0] |= oldest;
                return oldest;
            });
        }
        waiting.addLast(remark);
    }

    @Override
    @Nullable
    QuoteEvent take() {
        QuoteEvent event = waiting.pollFirst();
        if (event == null && tickWaits) {
            tickWaits = false;
            return new QuoteEvent.Tick(image.quote(instrument));
        }
        return event;
    }

    @Override
    public void close() {
        if (!markClosed()) {
            return;
        }
        connection.streams().remove(this);
        Life last = life;
        if (last != null && connection.session().requests().close(last.id)) {
            connection.session().send(new CancelMktData(last.id));
        }
    }
}
