package io.mainstay.engine.units;

import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqHistoricalTicks;

/**
 * Times in what clients send, as a gateway of an older version reads them: without a Z before there was one, and before times
 * had the form that is in UTC, with the zone {@code GMT}, which gateways have always known. A newer gateway reads what older
 * clients send as they mean it, and warns of a time without a zone as it does without a worker. Stateless.
 */
public final class RequestTimes {
    private static final int DATE_LENGTH = 8;
    private static final int DATE_AND_TIME_LENGTH = 17;
    private static final String IN_UTC = " GMT";

    private RequestTimes() {}

    /** The message for a gateway of a version; the very message where nothing differs. */
    public static Outgoing told(Outgoing message, int gatewayVersion, int clientVersion) {
        if (gatewayVersion >= clientVersion || gatewayVersion >= UnitVersions.UTC_MARK) {
            return message;
        }
        return switch (message) {
            case ReqHistoricalData m ->
                new ReqHistoricalData(
                        m.reqId(),
                        m.contract(),
                        time(m.endDateTime(), gatewayVersion),
                        m.barSizeSetting(),
                        m.durationStr(),
                        m.useRTH(),
                        m.whatToShow(),
                        m.formatDate(),
                        m.keepUpToDate(),
                        m.chartOptions());
            case ReqHistoricalTicks m ->
                new ReqHistoricalTicks(
                        m.reqId(),
                        m.contract(),
                        time(m.startDateTime(), gatewayVersion),
                        time(m.endDateTime(), gatewayVersion),
                        m.numberOfTicks(),
                        m.whatToShow(),
                        m.useRth(),
                        m.ignoreSize(),
                        m.miscOptions());
            case ReqExecutions m ->
                new ReqExecutions(
                        m.reqId(),
                        m.clientId(),
                        m.acctCode(),
                        time(m.time(), gatewayVersion),
                        m.symbol(),
                        m.secType(),
                        m.exchange(),
                        m.side(),
                        m.lastNDays(),
                        m.specificDates());
            case PlaceOrder m ->
                new PlaceOrder(m.orderId(), m.contract(), order(m.order(), gatewayVersion), m.attachedOrders());
            default -> message;
        };
    }

    private static Order order(Order order, int version) {
        return order.toBuilder()
                .goodAfterTime(time(order.goodAfterTime(), version))
                .goodTillDate(time(order.goodTillDate(), version))
                .activeStartTime(time(order.activeStartTime(), version))
                .activeStopTime(time(order.activeStopTime(), version))
                .build();
    }

    private static String time(String text, int version) {
        boolean utc = text.length() >= DATE_AND_TIME_LENGTH && text.charAt(DATE_LENGTH) == '-';
        if (!utc) {
            return text;
        }
        String plain = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
        return version >= UnitVersions.ZONES
                ? plain
                : plain.substring(0, DATE_LENGTH) + " " + plain.substring(DATE_LENGTH + 1) + IN_UTC;
    }
}
