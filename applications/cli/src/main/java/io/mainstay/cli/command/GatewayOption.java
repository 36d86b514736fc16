package io.mainstay.cli.command;

import io.mainstay.runner.settings.InvalidSettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that names a gateway, wherever a command has one. */
final class GatewayOption {
    @Option(
            names = "--gateway",
            paramLabel = "HOST:PORT",
            description = "The gateway (default: IBKR_HOST and IBKR_PORT, 127.0.0.1:4002).")
    private @Nullable String gateway;

    boolean given() {
        return gateway != null;
    }

    /** Puts the flag's host and port over those that were found elsewhere. */
    void into(Map<String, String> texts) {
        if (gateway == null) {
            return;
        }
        int colon = gateway.lastIndexOf(':');
        if (colon < 1 || colon == gateway.length() - 1) {
            throw new InvalidSettings(
                    List.of("--gateway must be HOST:PORT, such as 127.0.0.1:4002, not \"" + gateway + "\""));
        }
        texts.put("host", gateway.substring(0, colon));
        texts.put("port", gateway.substring(colon + 1));
    }
}
