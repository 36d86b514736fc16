package io.mainstay.simulator.session;

import io.mainstay.protocol.message.ApiConfig;
import io.mainstay.protocol.message.ApiSettingsConfig;
import io.mainstay.protocol.message.ConfigResponse;
import io.mainstay.protocol.message.ReqConfig;
import io.mainstay.protocol.message.UpdateConfig;
import io.mainstay.protocol.message.UpdateConfigResponse;
import io.mainstay.simulator.fault.Mode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's settings, as far as they are the simulator's too, and requests to change them. What it is set up with holds
 * until it ends, so a change is refused by name; a "change" to what is set already succeeds and changes nothing.
 */
final class ConfigAnswers {
    private final Gateway gateway;

    ConfigAnswers(Gateway gateway) {
        this.gateway = gateway;
    }

    void config(Session s, ReqConfig m) {
        s.send(present(m.reqId()));
    }

    void update(Session s, UpdateConfig m) {
        ConfigResponse present = present(m.reqId());
        var refused = new ArrayList<String>();
        compare("lockAndExit", m.lockAndExit(), present.lockAndExit(), refused);
        compare("api", m.api(), present.api(), refused);
        compare("orders", m.orders(), present.orders(), refused);
        m.messages().forEach(message -> refused.add("messages: message " + message.id() + " is never shown"));
        if (Boolean.TRUE.equals(m.resetAPIOrderSequence())) {
            refused.add("resetAPIOrderSequence: ids are never used twice");
        }
        s.send(
                refused.isEmpty()
                        ? new UpdateConfigResponse(m.reqId(), "Success", "", List.of(), List.of(), List.of())
                        : new UpdateConfigResponse(
                                m.reqId(), "Failed", "Nothing was changed", List.of(), refused, List.of()));
    }

    private ConfigResponse present(int reqId) {
        GatewaySettings set = gateway.settings();
        var settings = ApiSettingsConfig.builder()
                .readOnlyApi(set.readOnly())
                .downloadOpenOrdersOnConnection(set.pushOpenOrdersFirst())
                .masterClientId(
                        set.masterClientId().isPresent() ? set.masterClientId().getAsInt() : null)
                .useNegativeAutoRange(true)
                .sendMarketDataInLotsForUsStocks(false)
                .maintainConnectionOnIncorrectFields(true)
                .rejectMessagesAboveMaxRate(gateway.faults().mayBe(Mode.REJECTS_HIGH_RATES))
                .build();
        return new ConfigResponse(
                reqId, null, List.of(), ApiConfig.builder().settings(settings).build(), null);
    }

    /** Names each part that is asked for and is not what is set. */
    private static void compare(String path, @Nullable Object wanted, @Nullable Object set, List<String> refused) {
        if (wanted == null || wanted.equals(set)) {
            return;
        }
        if (!(wanted instanceof Record group)) {
            if (!(wanted instanceof List<?> values) || !values.isEmpty()) {
                refused.add(path + ": can't be changed in the simulator");
            }
            return;
        }
        for (RecordComponent part : group.getClass().getRecordComponents()) {
            compare(path + "." + part.getName(), value(part, group), set == null ? null : value(part, set), refused);
        }
    }

    private static @Nullable Object value(RecordComponent part, Object group) {
        try {
            return part.getAccessor().invoke(group);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(part.getName() + " of a public record can't be read", e);
        }
    }
}
