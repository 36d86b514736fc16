package io.mainstay.simulator.recording;

import java.util.Locale;

/** Who said something. */
public enum Sender {
    CLIENT,
    GATEWAY;

    /** As a recording spells it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
