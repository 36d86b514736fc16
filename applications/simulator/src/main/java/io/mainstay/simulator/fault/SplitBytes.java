package io.mainstay.simulator.fault;

/** The most fragmented delivery that TCP allows. */
final class SplitBytes extends Fault {
    SplitBytes() {
        super("split-bytes", "Every byte is sent in a segment of its own.", "at each message");
    }

    @Override
    public boolean sendsByteWise() {
        return true;
    }
}
