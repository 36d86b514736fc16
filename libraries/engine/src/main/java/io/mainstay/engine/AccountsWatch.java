package io.mainstay.engine;

import io.mainstay.engine.access.Rights;
import io.mainstay.engine.downstream.ClientDirectory;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Compares the accounts of a new gateway session with those that clients were told of. Who keeps its session while the gateway
 * comes back under another login would go on as if nothing had changed, and its next order without an account would go to an
 * account that it never heard of. So a session that was told of an account that is gone is ended, as the restart would have
 * ended it without us; one for which accounts were only added is told the new list.
 */
final class AccountsWatch {
    private static final String CHANGED_JSON = "{\"mainstay\":{\"cause\":\"ACCOUNTS_CHANGED\",\"exit\":12}}";

    private final Gateway gateway;
    private final ClientDirectory clients;

    AccountsWatch(Gateway gateway, ClientDirectory clients) {
        this.gateway = gateway;
        this.clients = clients;
    }

    /** A session is READY, and nothing has been sent in it for anybody. */
    void onSession() {
        var listed = new ManagedAccounts(gateway.accounts());
        for (ClientSession client : clients.ready()) {
            // What it may not see any more is none of its accounts, wherever that went.
            String knew = seen(client, new ManagedAccounts(client.accountsTold()));
            String knows = seen(client, listed);
            Set<String> gone = names(knew);
            gone.removeAll(names(knows));
            if (!gone.isEmpty()) {
                end(client, String.join(", ", gone));
            } else if (!knew.equals(knows)) {
                client.send(listed);
            }
        }
    }

    private static void end(ClientSession client, String gone) {
        client.error(
                ClientSession.NO_ID,
                ErrorCatalogue.NOT_CONNECTED,
                "the gateway came back logged in with other accounts than this session was told of, without " + gone
                        + ". The session is ended, so that no order of it goes to an account that it does not know;"
                        + " connect anew and read the accounts",
                CHANGED_JSON);
        client.end(CloseReason.ACCOUNTS_CHANGED, "without " + gone);
    }

    private static String seen(ClientSession client, ManagedAccounts listed) {
        Rights rights = client.rights();
        Message seen = rights == null ? listed : rights.see(listed);
        return seen instanceof ManagedAccounts visible ? visible.accountsList() : "";
    }

    private static Set<String> names(String list) {
        var names = new LinkedHashSet<>(Arrays.asList(list.split(",")));
        names.remove("");
        return names;
    }
}
