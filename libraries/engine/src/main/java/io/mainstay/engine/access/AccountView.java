package io.mainstay.engine.access;

import io.mainstay.protocol.message.*;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a client sees and asks that is limited to some of the login's accounts. */
final class AccountView {
    /** Orders and fills of others that a client may have been kept from; beyond it, all of the kind are kept from it. */
    private static final int HIDDEN_MAX = 50_000;

    private final Set<String> accounts;
    private final Supplier<String> ofLogin;

    /** IB's ids of orders of other accounts, of which later messages do not name the account; at most HIDDEN_MAX. */
    private final Set<Long> hiddenOrders = new HashSet<>();

    /** The same of fills. */
    private final Set<String> hiddenFills = new HashSet<>();

    /**
     * Limits a client to some accounts.
     *
     * @param ofLogin the login's accounts, with commas between them
     * @param before what it was limited to until now; null if it was not
     */
    AccountView(Set<String> accounts, Supplier<String> ofLogin, @Nullable AccountView before) {
        this.accounts = accounts;
        this.ofLogin = ofLogin;
        if (before != null) {
            hiddenOrders.addAll(before.hiddenOrders);
            hiddenFills.addAll(before.hiddenFills);
        }
    }

    /** Why a request may not be made; empty if it may. */
    Optional<String> refusal(Outgoing message) {
        return switch (message) {
            case PlaceOrder m -> order(m.order());
            case ExerciseOptions m -> named(m.account());
            case ReqAccountUpdates m -> m.subscribe() ? named(m.acctCode()) : Optional.empty();
            case ReqAccountUpdatesMulti m -> named(m.account());
            case ReqPositionsMulti m -> named(m.account());
            case ReqPnl m -> named(m.account());
            case ReqPnlSingle m -> named(m.account());
            case ReqGlobalCancel m -> ofAll();
            case ReqAutoOpenOrders m -> ofAll();
            case RequestFA m -> ofAll();
            case ReplaceFA m -> ofAll();
            case ReqFamilyCodes m -> ofAll();
            default -> Optional.empty();
        };
    }

    /** What the client sees of a message; null for nothing. */
    @Nullable
    Message see(Message message) {
        return switch (message) {
            case ManagedAccounts m -> new ManagedAccounts(own(m.accountsList()));
            case PositionData m -> shown(m, m.account());
            case PositionMulti m -> shown(m, m.account());
            case UpdateAccountValue m -> shown(m, m.accountName());
            case UpdatePortfolio m -> shown(m, m.accountName());
            case AccountDownloadEnd m -> shown(m, m.accountName());
            case AccountSummary m -> shown(m, m.account());
            case AccountUpdateMulti m -> shown(m, m.account());
            case CompletedOrder m -> shown(m, m.order().account());
            case OpenOrder m -> {
                Message seen = shown(m, m.order().account());
                if (seen != null) {
                    hiddenOrders.remove(m.order().permId());
                } else if (m.order().permId() != 0 && hiddenOrders.size() < HIDDEN_MAX) {
                    hiddenOrders.add(m.order().permId());
                }
                yield seen;
            }
            case OrderStatus m -> isHidden(hiddenOrders, m.permId()) ? null : m;
            case ExecDetails m -> {
                Message seen = shown(m, m.execution().acctNumber());
                if (seen != null) {
                    hiddenFills.remove(m.execution().execId());
                } else if (hiddenFills.size() < HIDDEN_MAX) {
                    hiddenFills.add(m.execution().execId());
                }
                yield seen;
            }
            case CommissionAndFeesReport m -> isHidden(hiddenFills, m.execId()) ? null : m;
            case ReceiveFA m -> null;
            case FamilyCodes m -> null;
            default -> message;
        };
    }

    private static <T> boolean isHidden(Set<T> hidden, T id) {
        return hidden.size() >= HIDDEN_MAX || hidden.contains(id);
    }

    private @Nullable Message shown(Message message, String account) {
        return accounts.contains(account) || account.isEmpty() && onlyOwn() ? message : null;
    }

    private Optional<String> order(Order order) {
        if (!order.faGroup().isEmpty() || !order.faProfile().isEmpty()) {
            return Optional.of("an order for a group of accounts may not be placed");
        }
        return named(order.account());
    }

    private Optional<String> named(String account) {
        if (account.isEmpty()) {
            return onlyOwn()
                    ? Optional.empty()
                    : Optional.of("it names no account, and only some may be used; name one");
        }
        return accounts.contains(account) ? Optional.empty() : Optional.of("the account may not be used");
    }

    private static Optional<String> ofAll() {
        return Optional.of("it is about all accounts, and only some may be used");
    }

    /** Whether the login has no account that the client may not use. */
    private boolean onlyOwn() {
        String all = ofLogin.get();
        return !all.isEmpty() && Arrays.stream(all.split(",")).allMatch(a -> a.isEmpty() || accounts.contains(a));
    }

    private String own(String list) {
        return Arrays.stream(list.split(",")).filter(accounts::contains).collect(Collectors.joining(","));
    }
}
