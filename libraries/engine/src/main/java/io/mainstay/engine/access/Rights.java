package io.mainstay.engine.access;

import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.CompletedOrder;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.ExerciseOptions;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OrderBound;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one client may send and see. */
public final class Rights {
    private final AccessRule rule;
    private final boolean proven;
    private final OrderChecks orders;
    private final @Nullable AccountView view;

    Rights(AccessRule rule, boolean proven, OrderChecks orders, @Nullable AccountView view) {
        this.rule = rule;
        this.proven = proven;
        this.orders = orders;
        this.view = view;
    }

    /** The rule that it was let in by. */
    public String rule() {
        return rule.name();
    }

    public Role role() {
        return rule.role();
    }

    /** Whether it showed the rule's own token or certificate, so that the rule's name says who it is. */
    public boolean proven() {
        return proven;
    }

    AccessRule accessRule() {
        return rule;
    }

    @Nullable
    AccountView view() {
        return view;
    }

    /** Why it may not send a message, with nothing counted; empty if it may, and then an order is counted. */
    public Optional<String> refusal(Outgoing message) {
        Optional<String> forbidden = forbids(message);
        boolean order = message instanceof PlaceOrder || message instanceof ExerciseOptions;
        return order && forbidden.isEmpty() ? orders.count() : forbidden;
    }

    /** Why it may not have a message sent, however seldom; empty if it may. Nothing is counted. */
    public Optional<String> forbids(Outgoing message) {
        if (!rule.role().permits(message.messageId())) {
            return Optional.of("the role " + rule.role().word() + " does not include it");
        }
        Optional<String> ofAccount = view == null ? Optional.empty() : view.refusal(message);
        if (ofAccount.isPresent()) {
            return ofAccount;
        }
        return switch (message) {
            case PlaceOrder order -> orders.forbids(order);
            case ExerciseOptions exercise -> orders.forbids(exercise);
            default -> Optional.empty();
        };
    }

    /** What it sees of a message to it; null for nothing. */
    public @Nullable Message see(Message message) {
        if (rule.role() == Role.DATA) {
            return withoutAccounts(message);
        }
        return view == null ? message : view.see(message);
    }

    /** Also what is told unasked, because its client id has orders. */
    private static @Nullable Message withoutAccounts(Message message) {
        return switch (message) {
            case ManagedAccounts m -> new ManagedAccounts("");
            case OpenOrder m -> null;
            case OrderStatus m -> null;
            case OrderBound m -> null;
            case CompletedOrder m -> null;
            case ExecDetails m -> null;
            case CommissionAndFeesReport m -> null;
            default -> message;
        };
    }
}
