package io.mainstay.simulator.fault;

/** A precaution dialog that nobody answers. */
final class OrderHeldByDialog extends Fault {
    OrderHeldByDialog() {
        super(
                "order-held-by-dialog",
                "Orders get no answer until it is switched off: a dialog in the gateway waits for a click.",
                "at each new order");
    }

    @Override
    public boolean holdsOrders() {
        return true;
    }
}
