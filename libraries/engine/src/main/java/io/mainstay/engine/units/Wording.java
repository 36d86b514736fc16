package io.mainstay.engine.units;

import io.mainstay.protocol.message.BondContractData;
import io.mainstay.protocol.message.CompletedOrder;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.HeadTimestamp;
import io.mainstay.protocol.message.HistogramData;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.HistoricalDataUpdate;
import io.mainstay.protocol.message.HistoricalTicksBidAsk;
import io.mainstay.protocol.message.HistoricalTicksLast;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.RealtimeBar;
import io.mainstay.protocol.message.TickByTick;
import io.mainstay.protocol.message.TickGeneric;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.TickString;
import io.mainstay.protocol.message.UpdateMktDepth;
import io.mainstay.protocol.message.UpdateMktDepthL2;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the gateway in the words of a client's version, as far as that does not depend on what contract a stream is
 * about: times, the zones they are in, kinds of ticks that the version has, figures that it derives from others.
 */
@SuppressWarnings("ReferenceEquality") // the very number: then it was whole
public final class Wording {
    private static final String NO_GAPS = "false";
    private static final int CAN_AUTO_EXECUTE = 0b001;
    private static final int PAST_LIMIT = 0b010;

    private int gatewayVersion;
    private GatewayZone zone = GatewayZone.NONE;

    /**
     * A gateway has greeted.
     *
     * @param connectionTime its time as it wrote it
     */
    public void onGateway(int version, String connectionTime) {
        gatewayVersion = version;
        zone = GatewayZone.of(connectionTime);
    }

    /** A moment as clients are greeted with it: in the zone of all times that name none. */
    public String connectionTime(long epochMs) {
        return zone.greeting(Instant.ofEpochMilli(epochMs));
    }

    /**
     * A message as a client of a version is told it; the very message where nothing differs. Null if the version has no such
     * thing.
     */
    public @Nullable Message told(Message message, int version) {
        if (version >= UnitVersions.NEWEST && gatewayVersion >= UnitVersions.SIZE_RULES) {
            return message;
        }
        return switch (message) {
            case TickPrice m -> exists(m.tickType(), version) ? price(m, version) : null;
            case TickSize m -> exists(m.tickType(), version) ? size(m, version) : null;
            case TickString m -> exists(m.tickType(), version) ? m : null;
            case TickGeneric m -> exists(m.tickType(), version) ? m : null;
            case ExecDetails m -> version < UnitVersions.UTC_MARK ? execution(m, version) : m;
            case HistoricalData m -> version < UnitVersions.UTC_MARK ? history(m, version) : m;
            case HistoricalDataUpdate m -> version < UnitVersions.UTC_MARK ? update(m, version) : m;
            case HistoricalDataEnd m ->
                version < UnitVersions.UTC_MARK
                        ? new HistoricalDataEnd(m.reqId(), time(m.startDate(), version), time(m.endDate(), version))
                        : m;
            case HeadTimestamp m ->
                version < UnitVersions.UTC_MARK
                        ? new HeadTimestamp(m.reqId(), Times.utc(m.headTimestamp(), version))
                        : m;
            case CompletedOrder m -> version < UnitVersions.UTC_MARK ? completed(m, version) : m;
            case OpenOrder m -> open(m, version);
            case ContractData m -> SizeRules.told(m, version);
            case BondContractData m -> SizeRules.told(m, version);
            default -> version < UnitVersions.FRACTIONS ? whole(message) : message;
        };
    }

    /** Whether a version has a kind of tick; others than these are as old as all versions. */
    private static boolean exists(int tickType, int version) {
        return switch (tickType) {
            case 101, 102 -> version >= UnitVersions.IPO_PRICES;
            case 105, 106, 107, 108, 109, 110 -> version >= UnitVersions.ODD_LOT_QUOTES;
            default -> true;
        };
    }

    private static TickPrice price(TickPrice m, int version) {
        int mask = m.attrMask();
        if (version < UnitVersions.PAST_LIMIT) {
            mask &= CAN_AUTO_EXECUTE;
        } else if (version < UnitVersions.PRE_OPEN) {
            mask &= CAN_AUTO_EXECUTE | PAST_LIMIT;
        }
        BigDecimal size = version < UnitVersions.FRACTIONS ? whole(m.size()) : m.size();
        return mask == m.attrMask() && size == m.size()
                ? m
                : new TickPrice(m.reqId(), m.tickType(), m.price(), size, mask);
    }

    private static TickSize size(TickSize m, int version) {
        BigDecimal size = version < UnitVersions.FRACTIONS ? whole(m.size()) : m.size();
        return size == m.size() ? m : new TickSize(m.reqId(), m.tickType(), size);
    }

    private ExecDetails execution(ExecDetails m, int version) {
        String time = time(m.execution().time(), version);
        return time.equals(m.execution().time())
                ? m
                : new ExecDetails(
                        m.reqId(),
                        m.orderId(),
                        m.contract(),
                        m.execution().toBuilder().time(time).build());
    }

    private HistoricalData history(HistoricalData m, int version) {
        return new HistoricalData(
                m.reqId(),
                time(m.startDate(), version),
                time(m.endDate(), version),
                m.bars().stream()
                        .map(bar -> bar.toBuilder()
                                .date(time(bar.date(), version))
                                .volume(version < UnitVersions.FRACTIONS ? whole(bar.volume()) : bar.volume())
                                // Newer gateways do not say so any more, and no gateway ever said anything else.
                                .hasGaps(
                                        version < UnitVersions.NO_GAPS
                                                        && bar.hasGaps().isEmpty()
                                                ? NO_GAPS
                                                : bar.hasGaps())
                                .build())
                        .toList());
    }

    private HistoricalDataUpdate update(HistoricalDataUpdate m, int version) {
        return new HistoricalDataUpdate(
                m.reqId(),
                m.barCount(),
                time(m.date(), version),
                m.open(),
                m.close(),
                m.high(),
                m.low(),
                m.wap(),
                version < UnitVersions.FRACTIONS ? whole(m.volume()) : m.volume());
    }

    private CompletedOrder completed(CompletedOrder m, int version) {
        String time = time(m.orderState().completedTime(), version);
        return time.equals(m.orderState().completedTime())
                ? m
                : new CompletedOrder(
                        m.contract(),
                        m.order(),
                        m.orderState().toBuilder().completedTime(time).build());
    }

    private OpenOrder open(OpenOrder m, int version) {
        return lacksAllocation(m.order(), version)
                ? new OpenOrder(m.orderId(), m.contract(), withAllocation(m.order()), m.orderState())
                : m;
    }

    /** Whether the gateway spoke protobuf, which has no place for the allocation, and the client reads text, which has. */
    private boolean lacksAllocation(Order order, int version) {
        return gatewayVersion >= UnitVersions.PROTOBUF_ORDERS
                && version < UnitVersions.PROTOBUF_ORDERS
                && order.sharesAllocation().isEmpty()
                && order.faGroup().isEmpty();
    }

    /** An order of one account is allocated to that account, which is what gateways write in text. */
    private static Order withAllocation(Order order) {
        BigDecimal quantity = order.totalQuantity();
        return order.toBuilder()
                .sharesAllocation(order.permId() + ".0/" + order.account() + "/"
                        + (quantity == null ? "0" : quantity.toPlainString()))
                .build();
    }

    private String time(String text, int version) {
        return Times.told(text, version, zone.zone());
    }

    /** Sizes without fractions, which a version that has whole numbers there can't read. */
    private static Message whole(Message message) {
        return switch (message) {
            case TickByTick m -> Resized.ticks(m, Wording::whole, Wording::whole);
            case UpdateMktDepth m -> Resized.row(m, Wording::whole);
            case UpdateMktDepthL2 m -> Resized.row(m, Wording::whole);
            case RealtimeBar m -> Resized.bar(m, Wording::whole);
            case HistogramData m ->
                new HistogramData(
                        m.reqId(),
                        m.entries().stream()
                                .map(e -> e.toBuilder().size(whole(e.size())).build())
                                .toList());
            case HistoricalTicksLast m ->
                new HistoricalTicksLast(
                        m.reqId(),
                        m.ticks().stream()
                                .map(t -> t.toBuilder().size(whole(t.size())).build())
                                .toList(),
                        m.done());
            case HistoricalTicksBidAsk m ->
                new HistoricalTicksBidAsk(
                        m.reqId(),
                        m.ticks().stream()
                                .map(t -> t.toBuilder()
                                        .sizeBid(whole(t.sizeBid()))
                                        .sizeAsk(whole(t.sizeAsk()))
                                        .build())
                                .toList(),
                        m.done());
            default -> message;
        };
    }

    /** The very number if it is whole: {@code 5.0} is, and is written as it came. */
    private static @Nullable BigDecimal whole(@Nullable BigDecimal size) {
        return size == null || size.scale() <= 0 || size.stripTrailingZeros().scale() <= 0
                ? size
                : size.setScale(0, RoundingMode.DOWN);
    }
}
