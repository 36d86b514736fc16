package io.mainstay.runner.settings;

import java.util.Locale;

/** Where orders go. */
public enum Mode {
    /** Filled here, from the gateway's prices; the gateway gets no order. */
    PAPER,
    /** To the gateway's paper account. */
    GATEWAY,
    /** To the gateway's account, with real money. */
    LIVE;

    /** The word that flags, reports and the store use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether orders leave this program. */
    public boolean sendsOrders() {
        return this != PAPER;
    }
}
