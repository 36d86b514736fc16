package io.mainstay.engine.subscription;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.protocol.message.AccountDownloadEnd;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.UpdateAccountTime;
import io.mainstay.protocol.message.UpdateAccountValue;
import io.mainstay.protocol.message.UpdatePortfolio;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one subscription to an account. A connection can watch one account at a time: who wants the same account joins
 * with an image, who wants another waits until the holders have left, for a bounded time.
 */
public final class SharedAccountUpdates {
    private static final long WAIT_MS = 10_000;
    private static final int REFUSED_CODE = 2101;
    private static final int TOO_MANY_CODE = 100;

    private record ValueKey(String key, String currency, String account) {}

    private record PortfolioKey(int conId, String localSymbol, String account) {}

    private record Queued(ClientSession client, String account, long deadline) {}

    private final Gateway gateway;
    private final Now now;

    /** The account's values; as many as the gateway has keys. Emptied with the subscription, as the next two. */
    private final Map<ValueKey, UpdateAccountValue> values = new LinkedHashMap<>();

    private final Map<PortfolioKey, UpdatePortfolio> portfolio = new LinkedHashMap<>();
    private @Nullable UpdateAccountTime time;
    private @Nullable AccountDownloadEnd end;

    /** Clients that get updates; removed by their cancel or end. */
    private final Set<ClientSession> holders = new LinkedHashSet<>();

    /** Clients that wait for another account; at most one entry per client; removed by their turn, cancel, end or deadline. */
    private final List<Queued> queue = new ArrayList<>();

    private @Nullable String current;

    public SharedAccountUpdates(Gateway gateway, Now now) {
        this.gateway = gateway;
        this.now = now;
    }

    public void request(ClientSession client, ReqAccountUpdates request) {
        leave(client);
        if (request.subscribe()) {
            join(client, accountOf(request.acctCode()));
        }
        settle();
    }

    public void onClientEnded(ClientSession client) {
        leave(client);
        settle();
    }

    public void onMessage(Incoming message) {
        switch (message) {
            case UpdateAccountValue value ->
                values.put(new ValueKey(value.key(), value.currency(), value.accountName()), value);
            case UpdatePortfolio line ->
                portfolio.put(
                        new PortfolioKey(
                                line.contract().conId(), line.contract().localSymbol(), line.accountName()),
                        line);
            case UpdateAccountTime newTime -> time = newTime;
            case AccountDownloadEnd newEnd -> end = newEnd;
            default -> throw new IllegalArgumentException(message.wireName() + " is not about an account");
        }
        List.copyOf(holders).forEach(client -> client.send(message));
        if (message instanceof AccountDownloadEnd) {
            settle();
        }
    }

    /** The gateway refused the subscription or took it away; the error is passed on to the holders. */
    public void onRefused(Incoming error) {
        List<ClientSession> told = List.copyOf(holders);
        holders.clear();
        clear();
        told.forEach(client -> client.send(error));
        settle();
    }

    /** What was held is gone with the gateway session, or with its data; returns those whose image was not complete. */
    public Set<ClientSession> forget() {
        Set<ClientSession> unanswered = new LinkedHashSet<>();
        if (end == null) {
            unanswered.addAll(holders);
        }
        queue.forEach(q -> unanswered.add(q.client()));
        holders.clear();
        queue.clear();
        clear();
        return unanswered;
    }

    public void poll() {
        for (Queued queued : List.copyOf(queue)) {
            if (now.reached(queued.deadline())) {
                queue.remove(queued);
                queued.client()
                        .error(
                                ClientSession.NO_ID,
                                REFUSED_CODE,
                                "the account was not subscribed: other clients hold another account, and a connection"
                                        + " can watch one at a time; reqAccountUpdatesMulti has no such limit");
            }
        }
    }

    public long nextDeadline() {
        return queue.stream().mapToLong(Queued::deadline).min().orElse(Now.NEVER);
    }

    public int holders() {
        return holders.size();
    }

    private String accountOf(String asked) {
        String all = gateway.accounts();
        String only = all.endsWith(",") ? all.substring(0, all.length() - 1) : all;
        return asked.isEmpty() && !only.contains(",") ? only : asked;
    }

    private void join(ClientSession client, String account) {
        if (current == null) {
            if (!gateway.send(Lane.INTERACTIVE, new ReqAccountUpdates(true, account))) {
                client.error(ClientSession.NO_ID, TOO_MANY_CODE, "REQ_ACCT_DATA was not sent: too many wait");
                return;
            }
            current = account;
        }
        if (!account.equals(current)) {
            queue.add(new Queued(client, account, now.inMs(WAIT_MS)));
            return;
        }
        holders.add(client);
        List.copyOf(values.values()).forEach(client::send);
        List.copyOf(portfolio.values()).forEach(client::send);
        if (time != null) {
            client.send(time);
        }
        if (end != null) {
            client.send(end);
        }
    }

    private void leave(ClientSession client) {
        holders.remove(client);
        queue.removeIf(q -> q.client() == client);
    }

    /** Gives an account up that nobody holds, once its first end has come, and turns to the next one. */
    private void settle() {
        String account = current;
        if (account != null && holders.isEmpty() && end != null) {
            gateway.send(Lane.INTERACTIVE, new ReqAccountUpdates(false, account));
            clear();
        }
        if (current == null && !queue.isEmpty()) {
            String next = queue.getFirst().account();
            for (Queued queued : List.copyOf(queue)) {
                if (queued.account().equals(next)) {
                    queue.remove(queued);
                    join(queued.client(), next);
                }
            }
        }
    }

    private void clear() {
        values.clear();
        portfolio.clear();
        time = null;
        end = null;
        current = null;
    }
}
