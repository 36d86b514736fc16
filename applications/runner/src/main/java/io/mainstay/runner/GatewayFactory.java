package io.mainstay.runner;

import io.mainstay.client.Mainstay;

/** Attaches to the gateway; called once for a run, and again when a continuous run has lost its attachment. */
@FunctionalInterface
public interface GatewayFactory {
    /**
     * Returns when the attachment is usable.
     *
     * @throws io.mainstay.client.MainstayException with the cause, by the caller's deadline
     */
    Mainstay attach();
}
