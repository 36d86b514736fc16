package io.mainstay.engine.support;

import io.mainstay.engine.routing.Correlation;
import io.mainstay.engine.routing.Route;
import io.mainstay.engine.routing.RoutingTable;
import io.mainstay.protocol.message.*;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Something that clients ask and a gateway answers completely, ending with a last message.
 *
 * @param start the client's message, under the id 1 if it has one
 * @param rows what comes before the last message, under the id 1 if they have one
 * @param last the last message
 * @param rowsSeen how many of the rows are for the client
 */
public record Question(Route route, Outgoing start, List<Incoming> rows, Incoming last, int rowsSeen) {
    private static final String ACCOUNT = "DU9000001";
    private static final int STRANGER = 99;

    /** One for each row of the routing table that is answered by an end. */
    public static List<Question> all() {
        var all = new ArrayList<Question>();
        for (Route route : RoutingTable.routes()) {
            Outgoing start = start(route);
            boolean asks = switch (route.correlation()) {
                case REQUEST_ID -> isMulti(start) || !route.isStream(start);
                case FLIGHT -> true;
                case SHARED -> !route.endsSomething(start) && !(start instanceof ReqNewsBulletins);
                default -> false;
            };
            if (asks) {
                List<Incoming> rows = rows(start);
                all.add(new Question(
                        route, start, rows, last(route, start), start instanceof ReqOpenOrders ? 0 : rows.size()));
            }
        }
        return all;
    }

    /** Whether it goes on after an outage by itself, because its answer is the beginning of a stream. */
    public boolean isMulti() {
        return isMulti(start);
    }

    public boolean hasId() {
        return start instanceof HasReqId;
    }

    public Outgoing start(int reqId) {
        return start instanceof HasReqId named ? (Outgoing) named.withReqId(reqId) : start;
    }

    /** The answer to one of the gateway's sides of the question. */
    public List<Incoming> answer(Outgoing asked) {
        var all = new ArrayList<Incoming>(rows);
        all.add(last);
        return asked instanceof HasReqId named
                ? all.stream()
                        .map(m -> (Incoming) ((HasReqId) m).withReqId(named.reqId()))
                        .toList()
                : all;
    }

    /** Whether the gateway was asked this, on behalf of clients. */
    public boolean isAskedBy(Outgoing message) {
        return start instanceof ReqOpenOrders
                ? message instanceof ReqAllOpenOrders
                : message.messageId() == start.messageId()
                        && !(message instanceof ReqAccountUpdates updates && !updates.subscribe());
    }

    public boolean isEnd(Message message) {
        return message.messageId() == last.messageId() && !(message instanceof HistoricalTicks ticks && !ticks.done());
    }

    public boolean isRow(Message message) {
        return !isEnd(message) && rows.stream().anyMatch(row -> row.messageId() == message.messageId());
    }

    private static boolean isMulti(Outgoing start) {
        return start instanceof ReqPositionsMulti || start instanceof ReqAccountUpdatesMulti;
    }

    private static Outgoing start(Route route) {
        var blank = (Outgoing) BlankMessages.bare(BlankMessages.typeOf(Outgoing.class, route.messageId()), 1);
        return switch (blank) {
            case ReqMktData m -> new ReqMktData(1, Orders.APPLE, "", true, false, "");
            case ReqExecutions m -> new ReqExecutions(1, 0, "", "", "", "", "", "", null, List.of());
            case ReqAccountUpdates m -> new ReqAccountUpdates(true, ACCOUNT);
            case ReqAccountSummary m -> new ReqAccountSummary(1, "All", "NetLiquidation");
            default -> blank;
        };
    }

    private static List<Incoming> rows(Outgoing start) {
        BigDecimal one = BigDecimal.ONE;
        return switch (start) {
            case ReqMktData m -> List.of(new TickSize(1, 0, one), new TickSize(1, 3, one));
            case ReqContractDetails m -> List.of(contract(1), contract(2));
            case ReqExecutions m ->
                List.of(Orders.fill(1, 5, STRANGER, 8, "a.1"), Orders.fill(1, 6, STRANGER, 9, "b.1"));
            case ReqOpenOrders m -> List.of(Orders.openOrder(5, STRANGER, 8), Orders.openOrder(6, STRANGER, 9));
            case ReqAllOpenOrders m -> List.of(Orders.openOrder(5, STRANGER, 8), Orders.openOrder(6, STRANGER, 9));
            case ReqCompletedOrders m -> List.of(blank(CompletedOrder.class), blank(CompletedOrder.class));
            case ReqSecDefOptParams m ->
                List.of(blank(SecurityDefinitionOptionParameter.class), blank(SecurityDefinitionOptionParameter.class));
            case ReqHistoricalNews m -> List.of(blank(HistoricalNews.class), blank(HistoricalNews.class));
            case ReqHistoricalTicks m ->
                List.of(new HistoricalTicks(1, List.of(), false), new HistoricalTicks(1, List.of(), false));
            case ReqHistoricalData m -> List.of(blank(HistoricalData.class));
            case ReqPositions m -> List.of(position(1), position(2));
            case ReqAccountUpdates m -> List.of(value("A"), value("B"));
            case ReqAccountSummary m ->
                List.of(
                        new AccountSummary(1, ACCOUNT, "NetLiquidation", "1", "USD"),
                        new AccountSummary(1, ACCOUNT, "NetLiquidation", "1", "EUR"));
            case ReqPositionsMulti m ->
                List.of(
                        new PositionMulti(1, ACCOUNT, Orders.APPLE, one, one, "a"),
                        new PositionMulti(1, ACCOUNT, Orders.APPLE, one, one, "b"));
            case ReqAccountUpdatesMulti m ->
                List.of(
                        new AccountUpdateMulti(1, ACCOUNT, "", "A", "1", "USD"),
                        new AccountUpdateMulti(1, ACCOUNT, "", "B", "1", "USD"));
            default -> List.of();
        };
    }

    private static Incoming last(Route route, Outgoing start) {
        return switch (start) {
            case ReqMktData m -> new TickSnapshotEnd(1);
            case ReqHistoricalData m -> new HistoricalDataEnd(1, "a", "b");
            case ReqHistoricalTicks m -> new HistoricalTicks(1, List.of(), true);
            case ReqPositions m -> new PositionEnd();
            case ReqAccountUpdates m -> new AccountDownloadEnd(ACCOUNT);
            case ReqAccountSummary m -> new AccountSummaryEnd(1);
            case ReqPositionsMulti m -> new PositionMultiEnd(1);
            case ReqAccountUpdatesMulti m -> new AccountUpdateMultiEnd(1);
            default ->
                route.correlation() == Correlation.FLIGHT
                        ? (Incoming) BlankMessages.bare(BlankMessages.typeOf(Incoming.class, route.endId()), 1)
                        : Arrays.stream(Incoming.class.getPermittedSubclasses())
                                .map(type -> (Incoming) BlankMessages.bare(type, 1))
                                .filter(m -> m instanceof HasReqId && route.ends(start, m))
                                .findFirst()
                                .orElseThrow();
        };
    }

    private static ContractData contract(int conId) {
        return new ContractData(
                1,
                ContractDetails.builder()
                        .contract(Orders.APPLE.toBuilder().conId(conId).build())
                        .build());
    }

    private static PositionData position(int conId) {
        return new PositionData(ACCOUNT, Orders.APPLE.toBuilder().conId(conId).build(), BigDecimal.TEN, BigDecimal.ONE);
    }

    private static UpdateAccountValue value(String key) {
        return new UpdateAccountValue(key, "1", "USD", ACCOUNT);
    }

    private static Incoming blank(Class<? extends Incoming> type) {
        return (Incoming) BlankMessages.bare(type, 1);
    }

    @Override
    public String toString() {
        return route.wireName();
    }
}
