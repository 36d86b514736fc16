package io.mainstay.simulator.fault;

/** A connection that ends inside a message. */
final class CutMidFrame extends Fault {
    private final String request;

    CutMidFrame(String request) {
        super(
                "cut-mid-frame",
                "The answer to " + request + " ends in the middle of its first frame, and with it the connection.",
                "at " + request);
        this.request = request;
    }

    @Override
    public RequestAct onRequest(String wireName) {
        return wireName.equals(request) ? new RequestAct.Cut() : new RequestAct.Answer();
    }
}
