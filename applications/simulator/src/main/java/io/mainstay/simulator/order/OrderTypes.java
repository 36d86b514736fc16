package io.mainstay.simulator.order;

import io.mainstay.protocol.message.Order;
import java.util.Map;
import java.util.Set;

/** The order types that this gateway executes, each with its rule, and those that it knows by name alone. Stateless. */
public final class OrderTypes {
    private static final ExecutionRule MARKET =
            (order, quote, now) -> new Decision.Execute(ExecutionRule.market(order, quote));
    private static final ExecutionRule LIMIT = new LimitRule();
    private static final Map<String, ExecutionRule> RULES = Map.ofEntries(
            Map.entry("MKT", MARKET),
            Map.entry("LMT", LIMIT),
            Map.entry("STP", new TriggeredRule(false, MARKET)),
            Map.entry("STP LMT", new TriggeredRule(false, LIMIT)),
            Map.entry("MIT", new TriggeredRule(true, MARKET)),
            Map.entry("LIT", new TriggeredRule(true, LIMIT)),
            Map.entry("MTL", new MarketToLimitRule()),
            Map.entry("TRAIL", new TrailingRule(false)),
            Map.entry("TRAIL LIMIT", new TrailingRule(true)),
            Map.entry("REL", new PeggedRule((order, quote) -> order.isBuy() ? quote.bid() : quote.ask(), true)),
            Map.entry("PEG MKT", new PeggedRule(ExecutionRule::market, false)),
            Map.entry("PEG MID", new PeggedRule((order, quote) -> MidPriceRule.middle(quote), true)),
            Map.entry("MIDPRICE", new MidPriceRule()),
            Map.entry("MOC", new AuctionRule(false)),
            Map.entry("LOC", new AuctionRule(true)));
    private static final ExecutionRule MARKET_ON_OPEN = new AuctionRule(false);
    private static final ExecutionRule LIMIT_ON_OPEN = new AuctionRule(true);
    private static final Set<String> KNOWN_BY_NAME = Set.of(
            "MKT PRT",
            "STP PRT",
            "PEG STK",
            "PEG BEST",
            "PEG BENCH",
            "PEG PRIM",
            "PASSV REL",
            "VOL",
            "BOX TOP",
            "QUOTE",
            "SNAP MKT",
            "SNAP MID",
            "SNAP PRIM",
            "REL + MKT",
            "REL + LMT",
            "LMT + MKT",
            "TRAIL LIT",
            "TRAIL MIT",
            "VWAP");

    private OrderTypes() {}

    public static boolean executes(String orderType) {
        return RULES.containsKey(orderType);
    }

    /** Whether it is a type of TWS, executed here or not. */
    public static boolean isKnown(String orderType) {
        return executes(orderType) || KNOWN_BY_NAME.contains(orderType);
    }

    /** Whether orders of the type follow the quote, within a limit price where they have one. */
    public static boolean followsQuote(String orderType) {
        return Set.of("REL", "PEG MKT", "PEG MID", "MIDPRICE").contains(orderType);
    }

    /** Whether orders of the type carry a limit price of their own. */
    public static boolean hasLimit(String orderType) {
        return Set.of("LMT", "STP LMT", "LIT", "LOC").contains(orderType);
    }

    /** Whether orders of the type carry a trigger price. */
    public static boolean hasTrigger(String orderType) {
        return Set.of("STP", "STP LMT", "MIT", "LIT").contains(orderType);
    }

    public static boolean trails(String orderType) {
        return orderType.startsWith("TRAIL");
    }

    /** Whether an order waits for one auction, at the open or at the close. */
    public static boolean isForAuction(Order order) {
        return order.tif().equals("OPG")
                || order.orderType().equals("MOC")
                || order.orderType().equals("LOC");
    }

    /** How an order of a type that is executed here trades. */
    static ExecutionRule ruleOf(Order order) {
        if (order.tif().equals("OPG")) {
            return order.orderType().equals("LMT") ? LIMIT_ON_OPEN : MARKET_ON_OPEN;
        }
        ExecutionRule rule = RULES.get(order.orderType());
        if (rule == null) {
            throw new IllegalArgumentException("order type " + order.orderType() + " is not executed here");
        }
        return rule;
    }
}
