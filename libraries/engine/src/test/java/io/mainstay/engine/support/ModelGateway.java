package io.mainstay.engine.support;

import io.mainstay.engine.routing.Correlation;
import io.mainstay.engine.routing.RoutingTable;
import io.mainstay.protocol.message.AccountDownloadEnd;
import io.mainstay.protocol.message.AccountSummary;
import io.mainstay.protocol.message.AccountSummaryEnd;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.CompletedOrdersEnd;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ContractDetails;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.ExecDetailsEnd;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.OrderState;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.ReqAccountSummary;
import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqCompletedOrders;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqMatchingSymbols;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.protocol.message.SymbolSamples;
import io.mainstay.protocol.message.UpdateAccountValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A gateway that answers, forgets and breaks at random, and remembers what it was asked. */
public final class ModelGateway {
    /** What it streams, by request id. */
    public final Map<Integer, StreamKind.Tag> streams = new LinkedHashMap<>();

    private final Set<Integer> begun = new LinkedHashSet<>();

    /** Every order ever placed, with how often; an order's reference names its owner. */
    public final Map<String, Integer> placed = new LinkedHashMap<>();

    /** The ids under which an order came. */
    public final Map<String, Set<Integer>> idsOfOrder = new LinkedHashMap<>();

    /** Ends of positions that it said in this session. */
    public int positionEnds;

    /** Ends of account updates and of account summaries that it said in this session. */
    public int accountEnds;

    public int summaryEnds;
    public long streamRequests;
    public boolean mute;
    public boolean serversLost;

    private final World world;
    private final Random random;
    private final Map<Integer, PlaceOrder> working = new LinkedHashMap<>();
    private final List<Outgoing> unanswered = new ArrayList<>();
    private int executions;

    public ModelGateway(World world, Random random) {
        this.world = world;
        this.random = random;
    }

    /** Takes what came; answers now, later or never. */
    public void work(boolean willing) {
        for (boolean more = true; more; ) {
            List<Outgoing> came = world.takeFromEngine();
            more = !came.isEmpty();
            for (Outgoing message : came) {
                receive(message);
                if (!mute && (willing || random.nextInt(4) > 0)) {
                    answer(message);
                } else {
                    unanswered.add(message);
                }
            }
        }
        if (!mute && !unanswered.isEmpty() && (willing || random.nextInt(10) == 0)) {
            List<Outgoing> late = List.copyOf(unanswered);
            unanswered.clear();
            late.forEach(this::answer);
        }
        if (!mute) {
            world.answerSignsOfLife();
        }
    }

    /** Sends a tick of each stream. */
    public void tick() {
        if (!mute && !serversLost) {
            for (Map.Entry<Integer, StreamKind.Tag> stream : new LinkedHashMap<>(streams).entrySet()) {
                StreamKind.Tag tag = stream.getValue();
                tag.kind()
                        .says(stream.getKey(), tag.number(), begun.add(stream.getKey()))
                        .forEach(world::gatewaySays);
            }
        }
    }

    /** Fills an order, told as an execution between two statuses. Returns the order's reference. */
    public Optional<String> fillOne() {
        if (mute || working.isEmpty()) {
            return Optional.empty();
        }
        Map.Entry<Integer, PlaceOrder> order = working.entrySet().iterator().next();
        int id = order.getKey();
        working.remove(id);
        world.gatewaySays(
                Orders.status(id, World.OUR_CLIENT_ID, id, "Submitted"),
                fill(order.getValue()),
                Orders.status(id, World.OUR_CLIENT_ID, id, "Filled"));
        return Optional.of(order.getValue().order().orderRef());
    }

    private ExecDetails fill(PlaceOrder order) {
        int id = order.orderId();
        ExecDetails fill = Orders.fill(-1, id, World.OUR_CLIENT_ID, id, "exec." + ++executions);
        return new ExecDetails(
                -1,
                id,
                fill.contract(),
                fill.execution().toBuilder().orderRef(order.order().orderRef()).build());
    }

    public int executions() {
        return executions;
    }

    public void loseServers() {
        serversLost = true;
        say(1100);
    }

    public void findServers(boolean dataKept) {
        serversLost = false;
        if (!dataKept) {
            streams.clear();
            begun.clear();
        }
        say(dataKept ? 1102 : 1101);
    }

    public void say(int code) {
        world.gatewaySays(new ErrorMessage(-1, code, "notice:usfarm", "", 0));
    }

    /** The connection is gone, with all that belonged to it. */
    public void drop(boolean reset) {
        forget();
        world.gatewayCloses(reset);
    }

    public void forget() {
        world.takeFromEngine().forEach(this::receive);
        streams.clear();
        begun.clear();
        unanswered.clear();
        positionEnds = 0;
        accountEnds = 0;
        summaryEnds = 0;
        serversLost = false;
    }

    private void receive(Outgoing message) {
        StreamKind.started(message).ifPresent(started -> {
            streamRequests++;
            streams.put(started.reqId(), started.tag());
        });
        if (message instanceof HasReqId cancel
                && RoutingTable.of(message).orElseThrow().correlation() == Correlation.CANCEL) {
            streams.remove(cancel.reqId());
        }
        switch (message) {
            case PlaceOrder order -> {
                placed.merge(order.order().orderRef(), 1, Integer::sum);
                idsOfOrder
                        .computeIfAbsent(order.order().orderRef(), ref -> new LinkedHashSet<>())
                        .add(order.orderId());
                working.put(order.orderId(), order);
            }
            case CancelOrder cancel -> working.remove(cancel.orderId());
            default -> {
                // Only asks.
            }
        }
    }

    private void answer(Outgoing message) {
        switch (message) {
            case StartApi start -> world.gatewaySays(new ManagedAccounts("DU9000001"), new NextValidId(379));
            case ReqAllOpenOrders all -> world.gatewaySays(new OpenOrderEnd());
            case ReqExecutions asked -> world.gatewaySays(new ExecDetailsEnd(asked.reqId()));
            case ReqCompletedOrders all -> world.gatewaySays(new CompletedOrdersEnd());
            case ReqMatchingSymbols asked -> world.gatewaySays(new SymbolSamples(asked.reqId(), List.of()));
            case PlaceOrder order ->
                world.gatewaySays(new OpenOrder(
                        order.orderId(),
                        order.contract(),
                        order.order().toBuilder()
                                .clientId(World.OUR_CLIENT_ID)
                                .permId(order.orderId())
                                .build(),
                        OrderState.builder().status("Submitted").build()));
            case CancelOrder cancel ->
                world.gatewaySays(Orders.status(cancel.orderId(), World.OUR_CLIENT_ID, cancel.orderId(), "Cancelled"));
            case ReqPositions positions -> {
                positionEnds++;
                world.gatewaySays(
                        new PositionData("DU9000001", Orders.APPLE, BigDecimal.TEN, BigDecimal.ONE), new PositionEnd());
            }
            case ReqAccountUpdates updates -> {
                if (updates.subscribe()) {
                    accountEnds++;
                    world.gatewaySays(
                            new UpdateAccountValue("NetLiquidation", "1", "USD", updates.acctCode()),
                            new AccountDownloadEnd(updates.acctCode()));
                }
            }
            case ReqAccountSummary asked -> {
                summaryEnds++;
                world.gatewaySays(
                        new AccountSummary(asked.reqId(), "DU9000001", "NetLiquidation", "1", "USD"),
                        new AccountSummaryEnd(asked.reqId()));
            }
            case ReqContractDetails asked ->
                world.gatewaySays(
                        new ContractData(
                                asked.reqId(),
                                ContractDetails.builder()
                                        .contract(asked.contract())
                                        .build()),
                        new ContractDataEnd(asked.reqId()));
            default -> {
                // Its answers come by themselves, or there are none.
            }
        }
    }
}
