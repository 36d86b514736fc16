package io.mainstay.engine.subscription;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.units.ContractIdentity;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.AccountDownloadEnd;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.UpdateAccountTime;
import io.mainstay.protocol.message.UpdateAccountValue;
import io.mainstay.protocol.message.UpdatePortfolio;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The updates of accounts. A connection can watch one account at a time, so accounts that are wanted take turns: each is
 * watched until it has been told completely and a little longer, and then the next. An account that nobody else rivals is
 * watched all the time.
 *
 * <p>Who asks for an account gets all of it and the end together, once it is known completely in this session; after that
 * what changes.
 */
public final class SharedAccountUpdates {
    /** How long an account is watched after it was told, when others are wanted too. */
    private static final long DWELL_MS = 5_000;

    /** How long an account may take until it is told completely. */
    private static final long ANSWER_MS = 30_000;

    /** An account as far as it is known. */
    private static final class View {
        /** As many as the gateway has keys. */
        private final Map<Object, Incoming> values = new LinkedHashMap<>();

        /** Clients that get updates; removed by their cancel or end. */
        private final Set<ClientSession> holders = new LinkedHashSet<>();

        /** Those of them that have not been told the account completely. */
        private final Set<ClientSession> awaitEnd = new LinkedHashSet<>();

        /** What was told in this turn; what is missing at its end does not exist any more. */
        private final Set<Object> seen = new LinkedHashSet<>();

        private boolean complete;
    }

    private record ValueKey(String key, String currency, String account) {}

    private record PortfolioKey(ContractIdentity contract, String account) {}

    private enum TimeKey {
        TIME
    }

    private final Gateway gateway;
    private final Now now;

    /** By account, in the order of turns; only those that somebody holds. */
    private final Map<String, View> views = new LinkedHashMap<>();

    /** By account, of those that were once given up in this session; emptied with it. */
    private final Map<String, OwedEnds> owed = new HashMap<>();

    private @Nullable String current;
    private boolean ended;

    /** How often the current account was asked for in this turn. */
    private int asked;

    private long turnEnds = Now.NEVER;

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

    /** Ends what a client may not hold any more, which is told to it. Returns how many that were. */
    public int endForbidden(ClientSession client) {
        boolean forbidden = views.entrySet().stream()
                .anyMatch(view -> view.getValue().holders.contains(client)
                        && client.loses(ClientSession.NO_ID, new ReqAccountUpdates(true, view.getKey())));
        if (forbidden) {
            onClientEnded(client);
        }
        return forbidden ? 1 : 0;
    }

    public void onClientEnded(ClientSession client) {
        leave(client);
        settle();
    }

    public void onMessage(Incoming message) {
        switch (message) {
            case UpdateAccountValue v ->
                update(v.accountName(), new ValueKey(v.key(), v.currency(), v.accountName()), message);
            case UpdatePortfolio line ->
                update(
                        line.accountName(),
                        new PortfolioKey(ContractIdentity.of(line.contract()), line.accountName()),
                        message);
            case UpdateAccountTime time -> update("", TimeKey.TIME, message);
            case AccountDownloadEnd end -> onEnd(end);
            default -> throw new IllegalArgumentException(message.wireName() + " is not about an account");
        }
    }

    /** The gateway refused the account or took it away; the error is passed on to those who hold it. */
    public void onRefused(Incoming error) {
        View view = current == null ? null : views.remove(current);
        current = null;
        turnEnds = Now.NEVER;
        if (view != null) {
            List.copyOf(view.holders).forEach(client -> client.send(error));
        }
        settle();
    }

    /**
     * The gateway session ended. Who has been told completely stays and goes on when it is back.
     *
     * @return those who have not been told completely, and are forgotten
     */
    public Set<ClientSession> onUpstreamLost() {
        Set<ClientSession> unanswered = new LinkedHashSet<>();
        for (View view : views.values()) {
            unanswered.addAll(view.awaitEnd);
            view.holders.removeAll(view.awaitEnd);
            view.awaitEnd.clear();
            view.complete = false;
        }
        views.values().removeIf(view -> view.holders.isEmpty());
        owed.clear();
        current = null;
        turnEnds = Now.NEVER;
        return unanswered;
    }

    /** The session is back, or has lost its data: what is wanted is asked for again. Returns how many accounts that are. */
    public int restore() {
        if (current != null && !ended) {
            owed(current).gaveUp(asked);
        }
        current = null;
        turnEnds = Now.NEVER;
        views.values().forEach(view -> view.complete = false);
        settle();
        return views.size();
    }

    public void poll() {
        if (!now.reached(turnEnds)) {
            return;
        }
        View view = current == null ? null : views.get(current);
        if (views.size() == 1 && view != null && view.awaitEnd.isEmpty() && !view.holders.isEmpty()) {
            // Nobody rivals it and nobody waits for it to be told: it is watched on, also if its end is overdue.
            turnEnds = Now.NEVER;
            return;
        }
        if (!ended && view != null) {
            List<ClientSession> told = List.copyOf(view.awaitEnd);
            told.forEach(this::leave);
            told.forEach(client -> client.error(
                    ClientSession.NO_ID,
                    ErrorCatalogue.REQUEST_FAILED,
                    "the gateway did not tell the account completely within " + ANSWER_MS / 1000
                            + " s; what it would have said is unknown, ask again"));
        }
        endTurn();
        settle();
    }

    public long nextDeadline() {
        return turnEnds;
    }

    public int holders() {
        return views.values().stream().mapToInt(view -> view.holders.size()).sum();
    }

    private String accountOf(String asked) {
        String all = gateway.accounts();
        String only = all.endsWith(",") ? all.substring(0, all.length() - 1) : all;
        return asked.isEmpty() && !only.contains(",") ? only : asked;
    }

    private void join(ClientSession client, String account) {
        View view = views.computeIfAbsent(account, a -> new View());
        view.holders.add(client);
        if (view.complete) {
            tell(view, client, account);
        } else {
            view.awaitEnd.add(client);
        }
    }

    private void leave(ClientSession client) {
        for (View view : views.values()) {
            view.holders.remove(client);
            view.awaitEnd.remove(client);
        }
        views.entrySet()
                .removeIf(e -> e.getValue().holders.isEmpty() && !e.getKey().equals(current));
    }

    private void update(String account, Object key, Incoming message) {
        View view = views.get(account);
        if (view == null && current != null) {
            view = views.get(current);
        }
        if (view == null) {
            return;
        }
        view.seen.add(key);
        boolean known = message.equals(view.values.put(key, message));
        if (known && !ended && !overdue()) {
            // The beginning of a turn tells all of the account again; after it the gateway is passed on as it speaks.
            return;
        }
        for (ClientSession client : List.copyOf(view.holders)) {
            if (!view.awaitEnd.contains(client)) {
                client.send(message);
            }
        }
    }

    private void onEnd(AccountDownloadEnd end) {
        View view = current == null ? null : views.get(current);
        if (current == null || view == null || !isCurrent(end.accountName())) {
            pays(end.accountName());
            return;
        }
        if (pays(current)) {
            if (!ended) {
                // Perhaps the end of what an earlier turn asked for, cut by its end.
                gateway.send(Lane.INTERACTIVE, new ReqAccountUpdates(false, current));
                watch(current, view);
            }
            return;
        }
        if (!ended) {
            if (asked > 1 || owed.containsKey(current)) {
                owed(current).answered(asked);
            }
            ended = true;
            dropUnseen(view);
            view.complete = true;
            List<ClientSession> due = List.copyOf(view.awaitEnd);
            view.awaitEnd.clear();
            due.forEach(client -> tell(view, client, end.accountName()));
            turnEnds = views.size() > 1 ? now.inMs(DWELL_MS) : Now.NEVER;
        }
        settle();
    }

    /** A gateway names the account that it chose when it was asked for none. */
    private boolean isCurrent(String account) {
        return account.equals(current) || "".equals(current);
    }

    /** What existed before and was not told again does not exist any more: a position closed while nobody watched. */
    private static void dropUnseen(View view) {
        for (Map.Entry<Object, Incoming> entry : new ArrayList<>(view.values.entrySet())) {
            if (!view.seen.contains(entry.getKey())) {
                view.values.remove(entry.getKey());
                if (entry.getValue() instanceof UpdatePortfolio line) {
                    UpdatePortfolio closed = Closed.portfolio(line);
                    view.holders.stream()
                            .filter(client -> !view.awaitEnd.contains(client))
                            .toList()
                            .forEach(client -> client.send(closed));
                }
            }
        }
    }

    private static void tell(View view, ClientSession client, String account) {
        Incoming time = view.values.get(TimeKey.TIME);
        view.values.entrySet().stream()
                .filter(entry -> entry.getKey() != TimeKey.TIME)
                .map(Map.Entry::getValue)
                .toList()
                .forEach(client::send);
        if (time != null) {
            client.send(time);
        }
        client.send(new AccountDownloadEnd(account));
    }

    /** Gives an account up that nobody holds or that others wait behind, once it is told, and turns to the next one. */
    private void settle() {
        View watched = current == null ? null : views.get(current);
        if (watched != null && (ended || overdue())) {
            // Who waits for the account that is watched came after an end that may never come; it is asked for anew.
            boolean somebodyWaits = views.values().stream().anyMatch(v -> !v.awaitEnd.isEmpty());
            if (watched.holders.isEmpty() || somebodyWaits) {
                endTurn();
            } else if (views.size() > 1 && turnEnds == Now.NEVER) {
                turnEnds = now.inMs(DWELL_MS);
            }
        }
        if (current == null && gateway.ready()) {
            startTurn();
        }
    }

    /** Whether what is watched was not told completely in its time, while nobody waits for that. */
    private boolean overdue() {
        return current != null && !ended && turnEnds == Now.NEVER;
    }

    private void endTurn() {
        String account = current;
        current = null;
        turnEnds = Now.NEVER;
        if (account == null) {
            return;
        }
        if (!ended) {
            owed(account).gaveUp(asked);
        }
        gateway.send(Lane.INTERACTIVE, new ReqAccountUpdates(false, account));
        View view = views.remove(account);
        if (view != null && !view.holders.isEmpty()) {
            views.put(account, view);
        }
    }

    private void startTurn() {
        String next = views.entrySet().stream()
                .filter(e -> !e.getValue().awaitEnd.isEmpty())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(
                        () -> views.isEmpty() ? null : views.keySet().iterator().next());
        View view = next == null ? null : views.get(next);
        if (next == null || view == null) {
            return;
        }
        asked = 0;
        watch(next, view);
    }

    private void watch(String account, View view) {
        if (gateway.send(Lane.INTERACTIVE, new ReqAccountUpdates(true, account))) {
            asked++;
            current = account;
            ended = false;
            view.seen.clear();
        }
        turnEnds = now.inMs(ANSWER_MS);
    }

    private boolean pays(String account) {
        OwedEnds of = owed.get(account);
        return of != null && of.pay();
    }

    private OwedEnds owed(String account) {
        return owed.computeIfAbsent(account, a -> new OwedEnds(now));
    }
}
