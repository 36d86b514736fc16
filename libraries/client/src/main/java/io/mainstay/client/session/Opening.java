package io.mainstay.client.session;

/** How far a session has come; each constant knows what a caller is told who waited in vain at this stage. */
public enum Opening {
    /** The operating system has not confirmed the connection. */
    CONNECTING("does not take the connection: its accept queue is full or a firewall drops it"),
    /** Connected; the greeting is unanswered. */
    GREETING("accepts connections but does not answer the greeting"),
    /** The greeting is answered; accounts or the next order id have not come. */
    STARTING("answered the greeting but did not name its accounts and the next order id"),
    /** Accounts and order ids are known. */
    READY("is ready"),
    /** Over. */
    ENDED("has ended the session");

    private final String description;

    Opening(String description) {
        this.description = description;
    }

    /** What the other side does at this stage, as the rest of a sentence. */
    public String description() {
        return description;
    }
}
