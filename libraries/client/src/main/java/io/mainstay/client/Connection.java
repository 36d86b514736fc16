package io.mainstay.client;

import io.mainstay.client.session.Deadline;
import io.mainstay.client.session.Failure;
import io.mainstay.client.session.SendResult;
import io.mainstay.client.session.Session;
import io.mainstay.client.session.SessionListener;
import io.mainstay.client.worker.PrivateWorker;
import io.mainstay.client.worker.WorkerException;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqMarketDataType;
import io.mainstay.protocol.value.TwsTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What all views of one connection share: the session, and what was learned on it. Safe for use by several threads; its
 * methods as a listener run on the session's reader thread.
 */
final class Connection implements SessionListener {
    /** Gateways allow two account summaries at a time on one connection. */
    private static final int MAX_SUMMARIES = 2;

    /** An orderly end takes at most two seconds; a little more for a machine that is busy. */
    private static final Duration ORDERLY_END = Duration.ofSeconds(5);

    /** IB's number for a message that could not be decoded. */
    private static final int UNREADABLE = 508;

    private static final int DELAYED_FROZEN = 4;

    private final AtomicBoolean delayedAllowed = new AtomicBoolean();
    private final Semaphore summaries = new Semaphore(MAX_SUMMARIES, true);
    private final ConnectOptions options;
    private final Notices notices = new Notices();
    private final QuoteStreams streams = new QuoteStreams();
    private final Orders orders;
    private final Instruments instruments;
    private volatile @Nullable Session session;
    private volatile Session.@Nullable Ready ready;
    private volatile @Nullable PrivateWorker worker;

    Connection(ConnectOptions options) {
        this.options = options;
        this.orders = new Orders(this);
        this.instruments = new Instruments(this, InstantSource.system());
    }

    void begin(Session begun) {
        session = begun;
    }

    void ready(Session.Ready known) {
        ready = known;
    }

    void own(PrivateWorker started) {
        worker = started;
    }

    ConnectOptions options() {
        return options;
    }

    Session session() {
        Session begun = session;
        if (begun == null) {
            throw new IllegalStateException("no session has begun");
        }
        return begun;
    }

    Session.Ready known() {
        Session.Ready known = ready;
        if (known == null) {
            throw new IllegalStateException("the session is not ready");
        }
        return known;
    }

    List<String> accounts() {
        return known().accounts();
    }

    Notices notices() {
        return notices;
    }

    QuoteStreams streams() {
        return streams;
    }

    Orders orders() {
        return orders;
    }

    Instruments instruments() {
        return instruments;
    }

    /** The zone of times that name none: the gateway's own. */
    ZoneId gatewayZone() {
        ZoneId here = ZoneId.systemDefault();
        try {
            return TwsTime.parse(session().connectionTime(), here).zone();
        } catch (DateTimeException unknownAbbreviation) {
            return here;
        }
    }

    /** Asks a question and waits for its answer; a question without one in time is cancelled at the gateway. */
    <T> T ask(Gather<T> question, Deadline deadline, String what) {
        Session current = session();
        int id = current.requests().open(question);
        try {
            if (!question.reply().isEnded()) {
                send(question.question(id), what);
            }
            return Calls.await(question.reply(), deadline, what);
        } finally {
            current.requests().close(id);
            boolean unanswered = !question.reply().isEnded();
            boolean answered = !unanswered && question.reply().failure() == null;
            if (unanswered || answered && question.cancelAfterAnswer()) {
                question.cancel(id).ifPresent(current::send);
            }
        }
    }

    /**
     * Lets the gateway fall back to frozen and delayed data where live data is not subscribed or the market is closed;
     * each quote says which it is. One setting per session, sent before its first request for market data.
     */
    void allowDelayedData() {
        if (delayedAllowed.compareAndSet(false, true)) {
            send(new ReqMarketDataType(DELAYED_FROZEN), "market data");
        }
    }

    /** One of the two account summaries that a connection may have. */
    AccountSummary summary(Deadline deadline) {
        String what = "the account summary";
        try {
            if (!summaries.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                throw Calls.timedOut(deadline, what);
            }
        } catch (InterruptedException e) {
            throw Calls.interrupted(what);
        }
        try {
            return ask(new SummaryQuestion(), deadline, what);
        } finally {
            summaries.release();
        }
    }

    /**
     * Sends a question. A question that may have left in part has its end with the connection's.
     *
     * @throws MainstayException.Disconnected if not one byte has left
     */
    void send(Outgoing message, String what) {
        SendResult result = session().send(message);
        if (result == SendResult.NOT_CONNECTED) {
            throw new MainstayException.Disconnected("The connection to the gateway at " + options.host() + ":"
                    + options.port() + " has ended; the request for " + what + " was not sent. Connect again.");
        }
        if (result == SendResult.QUEUE_FULL) {
            throw new MainstayException.Disconnected("The other side has stopped reading; the request for " + what
                    + " was not sent. Connect again, and look at the worker's log if it happens again.");
        }
    }

    /** Ends the connection in order and waits for that; what is under way ends with {@code why}. */
    void close(String why) {
        session().end(new Failure.Closed(why));
        boolean interrupted = false;
        Deadline deadline = Deadline.after(ORDERLY_END);
        while (true) {
            try {
                session().awaitEnd(deadline);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        PrivateWorker mine = worker;
        worker = null;
        try {
            if (mine != null) {
                mine.close();
            }
        } catch (WorkerException e) {
            throw new MainstayException.WorkerFailed(String.valueOf(e.getMessage()));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    OptionalLong privateWorkerPid() {
        PrivateWorker mine = worker;
        return mine == null ? OptionalLong.empty() : mine.pid();
    }

    @Override
    public void onOrderMessage(Incoming message) {
        orders.onMessage(message);
    }

    @Override
    public void onError(ErrorMessage error) {
        Instant now = Instant.now();
        switch (error.errorCode()) {
            case ErrorCatalogue.LINK_LOST, ErrorCatalogue.LINK_DOWN -> {
                notices.add(new Notice(error.errorCode(), error.errorMsg(), now));
                streams.gap(now, error.errorCode() + ": " + error.errorMsg());
            }
            case ErrorCatalogue.LINK_BACK -> {
                notices.add(new Notice(error.errorCode(), error.errorMsg(), now));
                streams.resume(now);
            }
            case ErrorCatalogue.LINK_BACK_DATA_LOST -> {
                notices.add(new Notice(error.errorCode(), error.errorMsg(), now));
                streams.restart(now, error.errorCode() + ": " + error.errorMsg());
            }
            default -> {
                if (error.id() <= 0 || !orders.onError(error)) {
                    notices.add(new Notice(error.errorCode(), error.errorMsg(), now));
                }
            }
        }
    }

    @Override
    public void onPieceTaken() {
        streams.wakeReaders();
    }

    @Override
    public void onUnreadable(String text) {
        notices.add(new Notice(UNREADABLE, "a message of the gateway was left out: " + text, Instant.now()));
    }

    @Override
    public void onEnd(Failure failure) {
        orders.onEnd(failure);
        notices.end(failure);
    }
}
