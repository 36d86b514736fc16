package io.mainstay.client;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Execution;
import io.mainstay.protocol.value.TwsTime;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fills that this session has heard of, each once however often it is reported, with its commission in whatever
 * order the two come. A correction, whose id differs in the last part only, takes the place of what it corrects.
 *
 * <p>Guarded by the lock of {@link Orders}. Bounded: of more fills than {@value #MAX_FILLS} the oldest are forgotten.
 */
final class FillBook {
    private static final int MAX_FILLS = 65_536;
    private static final int MAX_COMMISSIONS = 65_536;

    private final Map<String, Fill> fills = bounded(MAX_FILLS);
    private final Map<String, BigDecimal> commissions = bounded(MAX_COMMISSIONS);

    private static <V> Map<String, V> bounded(int max) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > max;
            }
        };
    }

    /** Takes a report; the fill as it is known then. */
    Fill take(ExecDetails report, ZoneId zone) {
        Fill reported = fill(report, zone);
        String key = identity(reported.execId());
        Fill known = fills.get(key);
        if (known != null && revision(known.execId()) >= revision(reported.execId())) {
            return known;
        }
        fills.put(key, reported);
        return reported;
    }

    /** Takes a commission; the fill it belongs to, if that has come. */
    @Nullable
    Fill take(CommissionAndFeesReport report) {
        BigDecimal amount = report.commissionAndFees();
        if (amount == null) {
            return null;
        }
        commissions.put(report.execId(), amount);
        String key = identity(report.execId());
        Fill known = fills.get(key);
        if (known == null || !known.execId().equals(report.execId())) {
            return null;
        }
        Fill complete = withCommission(known, Optional.of(amount));
        fills.put(key, complete);
        return complete;
    }

    /** The present state of the fill that a report was about. */
    @Nullable
    Fill find(String execId) {
        return fills.get(identity(execId));
    }

    List<Fill> all(Predicate<Fill> which) {
        var found = new ArrayList<Fill>();
        for (Fill fill : fills.values()) {
            if (which.test(fill)) {
                found.add(fill);
            }
        }
        return found;
    }

    private Fill fill(ExecDetails report, ZoneId zone) {
        Execution execution = report.execution();
        BigDecimal shares = execution.shares();
        BigDecimal price = execution.price();
        if (shares == null || price == null || execution.execId().isEmpty()) {
            throw new FieldException("an execution without id, quantity or price");
        }
        return new Fill(
                execution.execId(),
                time(execution.time(), zone),
                execution.acctNumber(),
                report.contract(),
                report.orderId(),
                execution.permId(),
                execution.orderRef(),
                execution.side(),
                shares,
                price,
                Optional.ofNullable(commissions.get(execution.execId())));
    }

    /** A time that can't be read must not cost a fill: the time of its arrival stands in. */
    private static Instant time(String text, ZoneId zone) {
        try {
            return TwsTime.parse(text, zone).instant();
        } catch (DateTimeException unreadable) {
            return Instant.now();
        }
    }

    private static Fill withCommission(Fill fill, Optional<BigDecimal> commission) {
        return new Fill(
                fill.execId(),
                fill.time(),
                fill.account(),
                fill.contract(),
                fill.orderId(),
                fill.permId(),
                fill.orderRef(),
                fill.side(),
                fill.quantity(),
                fill.price(),
                commission);
    }

    /** IB's ids have four parts, of which the last counts corrections; other ids have no revisions. */
    static String identity(String execId) {
        return hasRevision(execId) ? execId.substring(0, execId.lastIndexOf('.')) : execId;
    }

    private static int revision(String execId) {
        try {
            return hasRevision(execId) ? Integer.parseInt(execId.substring(execId.lastIndexOf('.') + 1)) : 0;
        } catch (NumberFormatException notCounted) {
            return 0;
        }
    }

    private static boolean hasRevision(String execId) {
        int dots = 0;
        for (int i = 0; i < execId.length(); i++) {
            dots += execId.charAt(i) == '.' ? 1 : 0;
        }
        return dots >= 3;
    }
}
