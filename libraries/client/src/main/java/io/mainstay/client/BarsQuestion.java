package io.mainstay.client;

import io.mainstay.client.session.Failure;
import io.mainstay.protocol.message.CancelHistoricalData;
import io.mainstay.protocol.message.HistoricalBar;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.value.TwsTime;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Historical bars, until their end. */
final class BarsQuestion extends Gather<Bars> {
    /** From this version on the end is a message of its own; before, the one message of bars is all. */
    private static final int END_MESSAGE_SINCE = 196;

    /** Asks for seconds since 1970, which need no zone; bars of a day and more carry a date whatever is asked. */
    private static final int EPOCH_SECONDS = 2;

    private final BarsDraft draft;
    private final int serverVersion;
    private final List<Bars.Bar> bars = new ArrayList<>();

    BarsQuestion(BarsDraft draft, int serverVersion) {
        this.draft = draft;
        this.serverVersion = serverVersion;
    }

    @Override
    Outgoing question(int reqId) {
        Instant end = draft.end();
        return new ReqHistoricalData(
                reqId,
                draft.instrument().contract(),
                end == null ? "" : TwsTime.formatUtc(end),
                draft.barSizeSetting(),
                draft.durationStr(),
                draft.regularHours() ? 1 : 0,
                draft.whatToShow(),
                EPOCH_SECONDS,
                false,
                "");
    }

    @Override
    Optional<Outgoing> cancel(int reqId) {
        return Optional.of(new CancelHistoricalData(reqId));
    }

    @Override
    public void onMessage(Incoming message) {
        switch (message.messageId()) {
            case HistoricalData.ID -> {
                for (HistoricalBar bar : ((HistoricalData) message).bars()) {
                    take(bar);
                }
                if (serverVersion < END_MESSAGE_SINCE) {
                    complete();
                }
            }
            case HistoricalDataEnd.ID -> complete();
            default -> {}
        }
    }

    private void complete() {
        bars.sort(Comparator.comparing(Bars.Bar::start));
        reply().complete(new Bars(draft.instrument(), draft.barSizeSetting(), bars, Instant.now()));
    }

    private void take(HistoricalBar bar) {
        BigDecimal open = bar.open();
        BigDecimal high = bar.high();
        BigDecimal low = bar.low();
        BigDecimal close = bar.close();
        if (open == null || high == null || low == null || close == null) {
            reply().fail(new Failure.Garbled("the bar of " + bar.date() + " has no prices"));
            return;
        }
        ZoneId zone = draft.instrument().zone();
        try {
            Instant start = TwsTime.parse(bar.date(), zone).instant();
            add(
                    bars,
                    new Bars.Bar(
                            start,
                            open,
                            high,
                            low,
                            close,
                            orZero(bar.volume()),
                            orZero(bar.wap()),
                            Math.max(bar.barCount(), 0)));
        } catch (DateTimeException e) {
            reply().fail(new Failure.Garbled("a bar begins at " + e.getMessage()));
        }
    }

    /** Bars of quotes have no volume; gateways write -1 there. */
    private static BigDecimal orZero(@Nullable BigDecimal value) {
        return value == null || value.signum() < 0 ? BigDecimal.ZERO : value;
    }
}
