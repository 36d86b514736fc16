package io.mainstay.simulator.fault;

/** A request that disappears, a limited number of times. */
final class NoAnswer extends Fault {
    private final String request;
    private long left;

    NoAnswer(String request, long times) {
        super(
                "no-answer",
                "The next " + times + " requests " + request + " are lost without an answer.",
                "at " + request);
        this.request = request;
        this.left = times;
    }

    @Override
    public RequestAct onRequest(String wireName) {
        if (left > 0 && wireName.equals(request)) {
            left--;
            return new RequestAct.Swallow();
        }
        return new RequestAct.Answer();
    }
}
