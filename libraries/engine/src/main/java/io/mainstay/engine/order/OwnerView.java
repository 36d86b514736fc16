package io.mainstay.engine.order;

import io.mainstay.protocol.message.CompletedOrder;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.PlaceOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates between an order as its owner knows it and as the gateway does: the order ids, the client id and the name
 * of the OCA group, which all clients of a login would otherwise share.
 */
public final class OwnerView {
    private static final String OCA_PREFIX = "mainstay.";
    private static final Pattern ANY_OCA_PREFIX = Pattern.compile("^mainstay\\.\\d+\\.");
    private static final Pattern ORDER_ID_IN_TEXT = Pattern.compile("^OrderId (\\d+) ");

    private final OrderRegistry registry;
    private final Owners owners;

    OwnerView(OrderRegistry registry, Owners owners) {
        this.registry = registry;
        this.owners = owners;
    }

    /** The order as it goes to the gateway. */
    static PlaceOrder toGateway(PlaceOrder message, OrderRecord order, int upstreamParentId, int ourClientId) {
        String oca = message.order().ocaGroup();
        return new PlaceOrder(
                order.upstreamOrderId(),
                message.contract(),
                message.order().toBuilder()
                        .orderId(message.order().orderId() == 0 ? 0 : order.upstreamOrderId())
                        .clientId(message.order().clientId() == 0 ? 0 : ourClientId)
                        .parentId(upstreamParentId)
                        .ocaGroup(oca.isEmpty() ? "" : ocaPrefix(order) + oca)
                        .build());
    }

    OpenOrder toOwner(OpenOrder message, OrderRecord order) {
        return new OpenOrder(
                order.clientOrderId(),
                message.contract(),
                message.order().toBuilder()
                        .orderId(message.order().orderId() == 0 ? 0 : order.clientOrderId())
                        .clientId(owners.clientId(order.owner()))
                        .parentId(registry.toClientOrderId(message.order().parentId()))
                        .ocaGroup(withoutPrefix(message.order().ocaGroup(), order))
                        .build(),
                message.orderState());
    }

    OrderStatus toOwner(OrderStatus m, OrderRecord order) {
        return new OrderStatus(
                order.clientOrderId(),
                m.status(),
                m.filled(),
                m.remaining(),
                m.avgFillPrice(),
                m.permId(),
                registry.toClientOrderId(m.parentId()),
                m.lastFillPrice(),
                owners.clientId(order.owner()),
                m.whyHeld(),
                m.mktCapPrice());
    }

    ExecDetails toOwner(ExecDetails message, OrderRecord order) {
        return new ExecDetails(
                message.reqId(),
                order.clientOrderId(),
                message.contract(),
                message.execution().toBuilder()
                        .clientId(owners.clientId(order.owner()))
                        .build());
    }

    /** An order that is over as everybody sees it, whoever placed it: it carries no id that would say. */
    public static CompletedOrder ofCompleted(CompletedOrder message) {
        String oca = message.order().ocaGroup();
        return oca.startsWith(OCA_PREFIX)
                ? new CompletedOrder(
                        message.contract(),
                        message.order().toBuilder()
                                .ocaGroup(ANY_OCA_PREFIX.matcher(oca).replaceFirst(""))
                                .build(),
                        message.orderState())
                : message;
    }

    /** An error about an order; gateways put the order's id into some texts. */
    static ErrorMessage toOwner(ErrorMessage error, OrderRecord order) {
        Matcher named = ORDER_ID_IN_TEXT.matcher(error.errorMsg());
        boolean namesIt = named.find() && named.group(1).equals(Integer.toString(order.upstreamOrderId()));
        return new ErrorMessage(
                order.clientOrderId(),
                error.errorCode(),
                namesIt
                        ? "OrderId " + order.clientOrderId() + " "
                                + error.errorMsg().substring(named.end())
                        : error.errorMsg(),
                error.advancedOrderRejectJson(),
                error.errorTime());
    }

    private static String ocaPrefix(OrderRecord order) {
        return OCA_PREFIX + order.owner() + ".";
    }

    private static String withoutPrefix(String oca, OrderRecord order) {
        String prefix = ocaPrefix(order);
        return oca.startsWith(prefix) ? oca.substring(prefix.length()) : oca;
    }
}
