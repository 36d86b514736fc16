package io.mainstay.cli.command;

import io.mainstay.runner.settings.InvalidSettings;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;

/** The flag that names a gateway, wherever a command has one. */
final class GatewayOption {
    static final String FLAG = "--gateway";

    private GatewayOption() {}

    static void add(Options options) {
        Flags.addValue(options, FLAG, "HOST:PORT", "The gateway (default: IBKR_HOST and IBKR_PORT, 127.0.0.1:4002).");
    }

    /** Puts the flag's host and port, if it was given, over those that were found elsewhere. */
    static void into(Map<String, String> texts, Arguments arguments) {
        if (!arguments.has(FLAG)) {
            return;
        }
        String gateway = arguments.text(FLAG).orElse("");
        int colon = gateway.lastIndexOf(':');
        if (colon < 1 || colon == gateway.length() - 1) {
            throw new InvalidSettings(
                    List.of("--gateway must be HOST:PORT, such as 127.0.0.1:4002, not \"" + gateway + "\""));
        }
        texts.put("host", gateway.substring(0, colon));
        texts.put("port", gateway.substring(colon + 1));
    }
}
