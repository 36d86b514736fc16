package io.mainstay.engine.subscription;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.routing.RequestMap;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.AccountSummary;
import io.mainstay.protocol.message.AccountSummaryEnd;
import io.mainstay.protocol.message.CancelAccountSummary;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ReqAccountSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The account summaries. A connection can have two. So a group is asked for with all usual tags, and each client gets those
 * that it wants; only what asks for other tags, such as the ledger, needs one of its own. Who joins gets an image. What
 * does not fit waits for a bounded time until one of the two is free.
 */
public final class SharedSummaries {
    private static final int ACTIVE_MAX = 2;

    /** In place of an id at the gateway. */
    private static final int NOT_ASKED = 0;

    private static final long WAIT_MS = 10_000;

    /** How long the gateway may say nothing about a summary that it has not told completely. */
    private static final long ANSWER_MS = 30_000;

    private static final Set<String> USUAL_TAGS =
            tags("AccountType,NetLiquidation,TotalCashValue,SettledCash,AccruedCash,BuyingPower,EquityWithLoanValue,"
                    + "PreviousEquityWithLoanValue,GrossPositionValue,ReqTEquity,ReqTMargin,SMA,InitMarginReq,"
                    + "MaintMarginReq,AvailableFunds,ExcessLiquidity,Cushion,FullInitMarginReq,FullMaintMarginReq,"
                    + "FullAvailableFunds,FullExcessLiquidity,LookAheadNextChange,LookAheadInitMarginReq,"
                    + "LookAheadMaintMarginReq,LookAheadAvailableFunds,LookAheadExcessLiquidity,HighestSeverity,"
                    + "DayTradesRemaining,Leverage");

    /** A client's wish under its own request id. */
    public static final class Holder {
        private final ClientSession client;
        private final int reqId;
        private final Set<String> tags;

        private Holder(ClientSession client, int reqId, Set<String> tags) {
            this.client = client;
            this.reqId = reqId;
            this.tags = tags;
        }

        public ClientSession client() {
            return client;
        }

        public int reqId() {
            return reqId;
        }

        private boolean is(ClientSession other, int otherReqId) {
            return client == other && reqId == otherReqId;
        }

        /** Passes a value on that it asked for; who asked for unusual tags has a summary of its own and gets all of it. */
        private void send(AccountSummary value) {
            if (!areUsual(tags) || tags.contains(value.tag())) {
                client.send(value.withReqId(reqId));
            }
        }
    }

    private record Key(String group, String tags) {
        private static Key of(String group, Set<String> tags) {
            return new Key(group, String.join(",", areUsual(tags) ? USUAL_TAGS : tags));
        }
    }

    private record ValueKey(String account, String tag, String currency) {}

    private record Queued(Holder holder, Key key, long deadline) {}

    private static final class Active {
        private final Map<ValueKey, AccountSummary> image = new LinkedHashMap<>();

        /** Who gets it; removed by their cancel or end. */
        private final Set<Holder> holders = new LinkedHashSet<>();

        /** Those of them that have not got its end. */
        private final Set<Holder> awaitEnd = new LinkedHashSet<>();

        /** Its id at the gateway; NOT_ASKED after the end of the session that it was asked in. */
        private int upstreamId;

        private boolean complete;
        private long deadline = Now.NEVER;
    }

    private final Gateway gateway;
    private final RequestMap ids;
    private final Now now;

    /** At most ACTIVE_MAX; removed when the last holder leaves. */
    private final Map<Key, Active> active = new LinkedHashMap<>();

    /** Wishes that found no room; removed by their turn, cancel, client's end or deadline. */
    private final List<Queued> queue = new ArrayList<>();

    public SharedSummaries(Gateway gateway, RequestMap ids, Now now) {
        this.gateway = gateway;
        this.ids = ids;
        this.now = now;
    }

    public void request(ClientSession client, ReqAccountSummary request) {
        Set<String> tags = tags(request.tags());
        var holder = new Holder(client, request.reqId(), tags);
        if (held().stream().anyMatch(h -> h.is(client, request.reqId()))) {
            client.error(request.reqId(), ErrorCatalogue.REQUEST_FAILED, "duplicate request id " + request.reqId());
            return;
        }
        var key = Key.of(request.groupName(), tags);
        if (!join(holder, key)) {
            queue.add(new Queued(holder, key, now.inMs(WAIT_MS)));
        }
    }

    public void cancel(ClientSession client, int reqId) {
        leave(held().stream().filter(h -> h.is(client, reqId)).toList());
    }

    /** Ends what a client may not hold any more, which is told to it. Returns how many that were. */
    public int endForbidden(ClientSession client) {
        List<Holder> forbidden = held().stream()
                .filter(h -> h.client() == client && client.loses(h.reqId(), new ReqAccountSummary(h.reqId(), "", "")))
                .toList();
        leave(forbidden);
        return forbidden.size();
    }

    public void onClientEnded(ClientSession client) {
        leave(held().stream().filter(h -> h.client() == client).toList());
    }

    public void onValue(AccountSummary value) {
        byUpstreamId(value.reqId())
                .ifPresentOrElse(
                        a -> {
                            a.deadline = a.complete ? Now.NEVER : now.inMs(ANSWER_MS);
                            a.image.put(new ValueKey(value.account(), value.tag(), value.currency()), value);
                            List.copyOf(a.holders).forEach(h -> h.send(value));
                        },
                        ids::countLateReply);
    }

    public void onEnd(AccountSummaryEnd end) {
        byUpstreamId(end.reqId())
                .ifPresentOrElse(
                        a -> {
                            a.complete = true;
                            a.deadline = Now.NEVER;
                            List<Holder> due = List.copyOf(a.awaitEnd);
                            a.awaitEnd.clear();
                            due.forEach(h -> h.client().send(end.withReqId(h.reqId())));
                        },
                        ids::countLateReply);
    }

    /** An error on one of the upstream ids kept here; it ends the subscription. Returns whether it was for here. */
    public boolean onError(ErrorMessage error, boolean ends) {
        Optional<Active> named = byUpstreamId(error.id());
        named.ifPresent(a -> {
            List<Holder> told = List.copyOf(a.holders);
            if (ends) {
                active.values().remove(a);
            }
            told.forEach(h -> h.client()
                    .send(new ErrorMessage(
                            h.reqId(),
                            error.errorCode(),
                            error.errorMsg(),
                            error.advancedOrderRejectJson(),
                            error.errorTime())));
            promote();
        });
        return named.isPresent();
    }

    /**
     * The gateway session ended. Who has had the end of a summary stays and goes on when it is back.
     *
     * @return those who have not, and are forgotten
     */
    public List<Holder> onUpstreamLost() {
        var unanswered = new ArrayList<Holder>();
        for (Active a : active.values()) {
            unanswered.addAll(a.awaitEnd);
            a.holders.removeAll(a.awaitEnd);
            a.awaitEnd.clear();
            a.upstreamId = NOT_ASKED;
            a.complete = false;
            a.deadline = Now.NEVER;
            a.image.clear();
        }
        active.values().removeIf(a -> a.holders.isEmpty());
        queue.forEach(q -> unanswered.add(q.holder()));
        queue.clear();
        return unanswered;
    }

    /**
     * The session is back, or has lost its data: what is held is asked for under new ids. A gateway that lost the data still
     * counts what was asked for in this session, so that is ended first. Returns how many that are.
     */
    public int restore() {
        active.values().forEach(this::endAtGateway);
        for (Map.Entry<Key, Active> entry : active.entrySet()) {
            askAgain(entry.getKey(), entry.getValue());
        }
        return active.size();
    }

    private void endAtGateway(Active a) {
        if (a.upstreamId != NOT_ASKED && gateway.ready()) {
            gateway.send(Lane.INTERACTIVE, new CancelAccountSummary(a.upstreamId));
        }
        a.upstreamId = NOT_ASKED;
    }

    private void askAgain(Key key, Active a) {
        a.complete = false;
        a.image.clear();
        a.upstreamId = ids.freeId();
        a.deadline = now.inMs(ANSWER_MS);
        gateway.send(Lane.INTERACTIVE, new ReqAccountSummary(a.upstreamId, key.group(), key.tags()));
    }

    /** Who has not been told completely is told so and forgotten; for those who were before, it is asked for again. */
    private void onUnanswered(Key key, Active a) {
        a.deadline = Now.NEVER;
        List<Holder> unanswered = List.copyOf(a.awaitEnd);
        a.awaitEnd.clear();
        unanswered.forEach(a.holders::remove);
        endAtGateway(a);
        if (a.holders.isEmpty()) {
            active.remove(key, a);
        } else {
            askAgain(key, a);
        }
        unanswered.forEach(h -> h.client()
                .error(
                        h.reqId(),
                        ErrorCatalogue.REQUEST_FAILED,
                        "the gateway did not tell the account summary completely within " + ANSWER_MS / 1000
                                + " s; what it would have said is unknown, ask again"));
    }

    public void poll() {
        boolean freed = false;
        for (Map.Entry<Key, Active> entry : List.copyOf(active.entrySet())) {
            if (now.reached(entry.getValue().deadline)) {
                onUnanswered(entry.getKey(), entry.getValue());
                freed = true;
            }
        }
        if (freed) {
            promote();
        }
        for (Queued queued : List.copyOf(queue)) {
            if (now.reached(queued.deadline())) {
                queue.remove(queued);
                queued.holder()
                        .client()
                        .error(
                                queued.holder().reqId(),
                                ErrorCatalogue.REQUEST_FAILED,
                                "maximum number of account summary requests exceeded: two different ones are held by"
                                        + " other clients; ask for the same group and tags, or later");
            }
        }
    }

    public long nextDeadline() {
        long next = queue.stream().mapToLong(Queued::deadline).min().orElse(Now.NEVER);
        for (Active a : active.values()) {
            next = Math.min(next, a.deadline);
        }
        return next;
    }

    public int count() {
        return active.size();
    }

    public int count(ClientSession client) {
        return (int) held().stream().filter(h -> h.client() == client).count();
    }

    private boolean join(Holder holder, Key key) {
        Active a = active.get(key);
        if (a == null) {
            if (active.size() >= ACTIVE_MAX) {
                return false;
            }
            a = new Active();
            a.upstreamId = ids.freeId();
            if (!gateway.send(Lane.INTERACTIVE, new ReqAccountSummary(a.upstreamId, key.group(), key.tags()))) {
                return false;
            }
            a.deadline = now.inMs(ANSWER_MS);
            active.put(key, a);
        }
        a.holders.add(holder);
        List.copyOf(a.image.values()).forEach(holder::send);
        if (a.complete) {
            holder.client().send(new AccountSummaryEnd(holder.reqId()));
        } else {
            a.awaitEnd.add(holder);
        }
        return true;
    }

    private void leave(Iterable<Holder> leaving) {
        for (Holder holder : leaving) {
            queue.removeIf(q -> q.holder().equals(holder));
            active.values().removeIf(a -> {
                a.awaitEnd.remove(holder);
                boolean unused = a.holders.remove(holder) && a.holders.isEmpty();
                if (unused) {
                    endAtGateway(a);
                }
                return unused;
            });
        }
        promote();
    }

    private void promote() {
        for (Queued queued : List.copyOf(queue)) {
            if (join(queued.holder(), queued.key())) {
                queue.remove(queued);
            }
        }
    }

    private List<Holder> held() {
        var all = new ArrayList<Holder>();
        active.values().forEach(a -> all.addAll(a.holders));
        queue.forEach(q -> all.add(q.holder()));
        return all;
    }

    private Optional<Active> byUpstreamId(int id) {
        return active.values().stream().filter(a -> a.upstreamId == id).findFirst();
    }

    private static boolean areUsual(Set<String> tags) {
        return !tags.isEmpty() && USUAL_TAGS.containsAll(tags);
    }

    private static Set<String> tags(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::trim)
                .filter(tag -> !tag.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
