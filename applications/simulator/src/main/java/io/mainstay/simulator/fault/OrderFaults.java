package io.mainstay.simulator.fault;

import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.HasOrderId;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqCompletedOrders;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqOpenOrders;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Faults of orders, executions and order ids. */
final class OrderFaults {
    private static final String AT_ORDER = "at each new order";
    private static final String AT_CHANGE = "at each change of a working order";
    private static final BigDecimal DOUBLE_MAX = new BigDecimal("1.7976931348623157E308");
    private static final Duration MOMENT = Duration.ofMillis(20);
    private static final int MOST_KEPT = 1000;

    private OrderFaults() {}

    static List<FaultKind> all() {
        return List.of(
                new FaultKind(
                        "read-only",
                        "Orders, cancels of all and order binding are refused with error 321; data works.",
                        "at each order request",
                        "F14",
                        v -> Behaviour.of(Mode.READ_ONLY)),
                new FaultKind(
                        "order-held-by-dialog",
                        "Orders get no answer until it is switched off: a dialog in the gateway waits for a click.",
                        AT_ORDER,
                        "F15",
                        v -> Behaviour.of(Mode.HOLDS_ORDERS).withSwitching((on, o) -> {
                            if (!on) {
                                o.gateway().releaseOrders();
                            }
                        })),
                new FaultKind(
                        "order-swallowed",
                        "Orders disappear: no order exists, and nothing is said.",
                        AT_ORDER,
                        "F1",
                        v -> Behaviour.requesting((message, o) ->
                                isNew(message, o) && o.strikes() ? RequestAct.SWALLOW : RequestAct.ANSWER)),
                new FaultKind(
                        "order-untold",
                        "Orders are taken and fill, and nothing is said of them; lists of orders and executions have"
                                + " them.",
                        "at each message of an order that nobody asked for",
                        "F2 F4",
                        v -> Behaviour.sending((message, out, o) -> {
                            if (!isOrderEvent(message) || isList(o.request()) || !o.strikes()) {
                                out.send(message);
                            }
                        })),
                new FaultKind(
                        "reset-at-order",
                        "taken or lost",
                        "taken",
                        "The connection is reset when an order has come, before anything is said; the order exists or"
                                + " not.",
                        AT_ORDER,
                        "F3 F3=lost",
                        v -> resetAtOrder(v.word(0, List.of("taken", "lost")).equals("taken"))),
                new FaultKind(
                        "order-status-missing",
                        "orderStatus never comes; executions and openOrder do.",
                        "at each orderStatus",
                        "F5",
                        v -> Behaviour.sending((message, out, o) -> {
                            if (!(message instanceof OrderStatus) || !o.strikes()) {
                                out.send(message);
                            }
                        })),
                new FaultKind(
                        "order-status-repeated",
                        "orderStatus comes twice.",
                        "at each orderStatus",
                        "F5",
                        v -> Behaviour.sending((message, out, o) -> {
                            out.send(message);
                            if (message instanceof OrderStatus && o.strikes()) {
                                out.send(message);
                            }
                        })),
                new FaultKind(
                        "execution-after-status",
                        "execDetails comes after the orderStatus and the commission that belong to it.",
                        "at each execution that nobody asked for",
                        "F5",
                        v -> Behaviour.sending((message, out, o) -> {
                            if (message instanceof ExecDetails && !isList(o.request()) && o.strikes()) {
                                out.later(MOMENT, message);
                            } else {
                                out.send(message);
                            }
                        })),
                new FaultKind(
                        "commission-late",
                        "DURATION",
                        "30s",
                        "Commissions come so much later.",
                        "at each commission",
                        "F6",
                        v -> {
                            Duration by = v.duration(0, "30s");
                            return Behaviour.sending((message, out, o) -> {
                                if (message instanceof CommissionAndFeesReport && o.strikes()) {
                                    out.later(by, message);
                                } else {
                                    out.send(message);
                                }
                            });
                        }),
                new FaultKind(
                        "commission-missing",
                        "Commissions never come.",
                        "at each commission",
                        "F6",
                        v -> Behaviour.sending((message, out, o) -> {
                            if (!(message instanceof CommissionAndFeesReport) || !o.strikes()) {
                                out.send(message);
                            }
                        })),
                new FaultKind(
                        "commission-invalid",
                        "minus-one or max",
                        "minus-one",
                        "Commissions are -1, or 1.7976931348623157E308.",
                        "at each commission",
                        "F6 F6=max",
                        v -> commissionInvalid(
                                v.word(0, List.of("minus-one", "max")).equals("max"))),
                new FaultKind(
                        "order-doubled",
                        "A change of an order becomes a second order of the same id with another permId; both work and"
                                + " both may fill. The stale one is told last.",
                        AT_CHANGE,
                        "F7",
                        v -> Behaviour.requesting((message, o) -> {
                            if (!isChange(message, o) || !o.strikes()) {
                                return RequestAct.ANSWER;
                            }
                            o.gateway().doubleOrder(o.session(), (PlaceOrder) message);
                            return RequestAct.SWALLOW;
                        })),
                new FaultKind(
                        "modify-rejected",
                        "CODE[:TEXT]",
                        "105",
                        "Changes of orders are refused; the order goes on as it was.",
                        AT_CHANGE,
                        "F9=110 F9=105 F9=2102 F11=103",
                        v -> refusing(v, OrderFaults::isChange)),
                new FaultKind(
                        "order-rejected",
                        "CODE[:TEXT]",
                        "201:Order rejected - reason:simulated",
                        "New orders are refused.",
                        AT_ORDER,
                        "F19=201 F19=203 F19=460 F19=10289 F19=10293",
                        v -> refusing(v, OrderFaults::isNew)),
                new FaultKind(
                        "cancel-rejected",
                        "CODE[:TEXT]",
                        "161",
                        "Cancels are refused; the order goes on.",
                        "at CANCEL_ORDER",
                        "F12=161 F12=135 F12=104",
                        v -> refusing(v, (message, o) -> message instanceof CancelOrder)),
                new FaultKind(
                        "order-notice",
                        "CODE[:TEXT]",
                        "399",
                        "New orders get a notice under their id, such as 399, 2109, 10349 or 404, and live.",
                        AT_ORDER,
                        "F10 F10=10349 F10=2109 F10=404",
                        v -> {
                            int code = ErrorTexts.code(v, 0);
                            String text = v.from(1, ErrorTexts.of(code));
                            return Behaviour.requesting((message, o) -> {
                                if (isNew(message, o) && o.strikes()) {
                                    o.session().error(((PlaceOrder) message).orderId(), code, text);
                                }
                                return RequestAct.ANSWER;
                            });
                        }),
                new FaultKind(
                        "cancel-unanswered",
                        "Cancels are not answered and not carried out until it is switched off.",
                        "at CANCEL_ORDER",
                        "F13",
                        v -> cancelUnanswered()),
                new FaultKind(
                                "foreign-order",
                                "The user of TWS's window enters an order that does not fill; it is cancelled when it is"
                                        + " switched off.",
                                "when it is switched on, and off",
                                "F16",
                                v -> foreignOrder())
                        .comingAndGoing(),
                new FaultKind(
                        "order-ids-rolled-back",
                        "N",
                        "1",
                        "nextValidId is N, however many ids have been used; orders with used ids get 103.",
                        "at each nextValidId",
                        "F17",
                        v -> {
                            int id = v.whole(0, "1", 1);
                            return Behaviour.sending((message, out, o) -> out.send(
                                    message instanceof NextValidId next && next.orderId() > id && o.strikes()
                                            ? new NextValidId(id)
                                            : message));
                        }),
                new FaultKind(
                        "open-orders-partial",
                        "Children of brackets are missing from lists of open orders.",
                        "at each answer with open orders",
                        "F18",
                        v -> Behaviour.sending((message, out, o) -> {
                            boolean listed =
                                    o.request() instanceof ReqOpenOrders || o.request() instanceof ReqAllOpenOrders;
                            if (!listed || !isOfChild(message) || !o.strikes()) {
                                out.send(message);
                            }
                        })),
                new FaultKind(
                                "execution-corrected",
                                "The latest execution is corrected by a cent: the same id with a higher last part.",
                                "when it is switched on",
                                "F21",
                                v -> Behaviour.switching((on, o) -> {
                                    if (on && o.gateway().correctLatestExecution(new BigDecimal("0.01"))) {
                                        o.strikes();
                                    }
                                }))
                        .comingAndGoing());
    }

    private interface Concern {
        boolean concerns(Message message, Occasion o);
    }

    private static boolean isNew(Message message, Occasion o) {
        return message instanceof PlaceOrder order
                && !order.order().whatIf()
                && !o.gateway().isWorking(o.session(), order.orderId());
    }

    private static boolean isChange(Message message, Occasion o) {
        return message instanceof PlaceOrder order
                && !order.order().whatIf()
                && o.gateway().isWorking(o.session(), order.orderId());
    }

    private static boolean isOrderEvent(Incoming message) {
        return message instanceof OpenOrder
                || message instanceof OrderStatus
                || message instanceof ExecDetails
                || message instanceof CommissionAndFeesReport;
    }

    private static boolean isList(@org.jspecify.annotations.Nullable Message request) {
        return request instanceof ReqOpenOrders
                || request instanceof ReqAllOpenOrders
                || request instanceof ReqExecutions
                || request instanceof ReqCompletedOrders;
    }

    private static boolean isOfChild(Incoming message) {
        return switch (message) {
            case OpenOrder m -> m.order().parentId() != 0;
            case OrderStatus m -> m.parentId() != 0;
            default -> false;
        };
    }

    private static Behaviour refusing(Value v, Concern concern) {
        int code = ErrorTexts.code(v, 0);
        String text = v.from(1, ErrorTexts.of(code));
        return Behaviour.requesting((message, o) -> {
            if (!concern.concerns(message, o) || !o.strikes()) {
                return RequestAct.ANSWER;
            }
            o.session().error(((HasOrderId) message).orderId(), code, text);
            return RequestAct.SWALLOW;
        });
    }

    private static Behaviour resetAtOrder(boolean taken) {
        return Behaviour.requesting((message, o) -> {
            if (!isNew(message, o) || !o.strikes()) {
                return RequestAct.ANSWER;
            }
            Grip session = o.session();
            if (!taken) {
                session.end(true);
                return RequestAct.SWALLOW;
            }
            session.stopSending();
            o.gateway().later(Duration.ZERO, () -> session.end(true));
            return RequestAct.ANSWER;
        });
    }

    private static Behaviour commissionInvalid(boolean max) {
        return Behaviour.sending((message, out, o) -> out.send(
                message instanceof CommissionAndFeesReport m && o.strikes()
                        ? new CommissionAndFeesReport(
                                m.execId(),
                                max ? DOUBLE_MAX : BigDecimal.valueOf(-1),
                                m.currency(),
                                m.realizedPNL(),
                                m.bondYield(),
                                m.yieldRedemptionDate())
                        : message));
    }

    private static Behaviour cancelUnanswered() {
        record Kept(Grip session, Message cancel) {}
        List<Kept> kept = new ArrayList<>();
        return Behaviour.requesting((message, o) -> {
                    if (!(message instanceof CancelOrder) || kept.size() >= MOST_KEPT || !o.strikes()) {
                        return RequestAct.ANSWER;
                    }
                    kept.add(new Kept(o.session(), message));
                    return RequestAct.SWALLOW;
                })
                .withSwitching((on, o) -> {
                    if (!on) {
                        List<Kept> waiting = List.copyOf(kept);
                        kept.clear();
                        waiting.forEach(k -> o.gateway().answer(k.session(), k.cancel()));
                    }
                });
    }

    private static Behaviour foreignOrder() {
        Contract contract = Contract.builder()
                .symbol("AAPL")
                .secType("STK")
                .exchange("SMART")
                .currency("USD")
                .build();
        Order order = Order.builder()
                .action("BUY")
                .totalQuantity(BigDecimal.ONE)
                .orderType("LMT")
                .lmtPrice(BigDecimal.ONE)
                .tif("GTC")
                .transmit(true)
                .build();
        var permId = new long[1];
        return Behaviour.switching((on, o) -> {
            if (on && o.strikes()) {
                permId[0] = o.gateway().enterOrder(contract, order);
            } else if (!on && permId[0] != 0) {
                o.gateway().cancelOrder(permId[0]);
            }
        });
    }
}
