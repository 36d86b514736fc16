package io.mainstay.engine.upstream;

import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway has said in one attempt from START_API on. It is complete when the accounts and the next valid id have
 * come, in whatever order; newer gateways send open orders first.
 */
final class Handshake {
    private boolean accountsCame;
    private @Nullable Integer nextValidId;
    private String complaint = "";

    void take(Incoming message) {
        switch (message) {
            case ManagedAccounts managed -> accountsCame = true;
            case NextValidId next -> nextValidId = next.orderId();
            case ErrorMessage error -> complaint = error.errorCode() + " " + error.errorMsg();
            default -> {
                // Belongs to no handshake.
            }
        }
    }

    /** The next valid id when all has come. */
    OptionalInt complete() {
        Integer id = nextValidId;
        return accountsCame && id != null ? OptionalInt.of(id) : OptionalInt.empty();
    }

    /** What has come and what the gateway complained of, for a text. */
    String progress() {
        return "after START_API it sent " + (accountsCame ? "the accounts" : "no accounts") + " and "
                + (nextValidId == null ? "no next valid id" : "the next valid id");
    }

    /** The gateway's last error; empty if there was none. */
    String complaint() {
        return complaint;
    }
}
