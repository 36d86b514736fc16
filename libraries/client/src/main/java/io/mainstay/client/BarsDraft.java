package io.mainstay.client;

import io.mainstay.client.session.Deadline;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request for bars as far as it is described. */
record BarsDraft(
        Connection connection,
        Instrument instrument,
        String durationStr,
        String barSizeSetting,
        String whatToShow,
        boolean regularHours,
        @Nullable Instant end,
        Duration timeout)
        implements BarsRequest {

    BarsDraft(Connection connection, Instrument instrument, Duration timeout) {
        this(connection, instrument, "1 D", "5 mins", "TRADES", true, null, timeout);
    }

    @Override
    public BarsRequest last(String durationStr) {
        return new BarsDraft(
                connection,
                instrument,
                Words.printable("duration", durationStr),
                barSizeSetting,
                whatToShow,
                regularHours,
                end,
                timeout);
    }

    @Override
    public BarsRequest every(String barSizeSetting) {
        return new BarsDraft(
                connection,
                instrument,
                durationStr,
                Words.printable("bar size", barSizeSetting),
                whatToShow,
                regularHours,
                end,
                timeout);
    }

    @Override
    public BarsRequest show(String whatToShow) {
        return new BarsDraft(
                connection,
                instrument,
                durationStr,
                barSizeSetting,
                Words.printable("whatToShow", whatToShow),
                regularHours,
                end,
                timeout);
    }

    @Override
    public BarsRequest regularHours(boolean only) {
        return new BarsDraft(connection, instrument, durationStr, barSizeSetting, whatToShow, only, end, timeout);
    }

    @Override
    public BarsRequest until(Instant end) {
        return new BarsDraft(
                connection, instrument, durationStr, barSizeSetting, whatToShow, regularHours, end, timeout);
    }

    @Override
    public BarsRequest within(Duration timeout) {
        return new BarsDraft(
                connection, instrument, durationStr, barSizeSetting, whatToShow, regularHours, end, timeout);
    }

    @Override
    public Bars fetch() {
        String what = "bars of " + instrument.symbol() + " (" + durationStr + " of " + barSizeSetting + ", "
                + whatToShow + ")";
        var question = new BarsQuestion(this, connection.session().serverVersion());
        return connection.ask(question, Deadline.after(timeout), what);
    }
}
