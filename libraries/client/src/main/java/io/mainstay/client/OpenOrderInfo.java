package io.mainstay.client;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderState;

/** A working order as the gateway describes it. */
public record OpenOrderInfo(int orderId, Contract contract, Order order, OrderState state) {}
