package io.mainstay.simulator.fault;

/** The gateway's read-only setting. */
final class ReadOnly extends Fault {
    ReadOnly() {
        super(
                "read-only",
                "Orders, cancels of all and order binding are refused with error 321; data works.",
                "at each order request");
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }
}
