package io.mainstay.engine.subscription;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.routing.RequestMap;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.protocol.message.AccountSummary;
import io.mainstay.protocol.message.AccountSummaryEnd;
import io.mainstay.protocol.message.CancelAccountSummary;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ReqAccountSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The account summaries. A connection can have two; equal ones are shared with an image for those who join, further ones
 * wait for a bounded time until one of the two is free.
 */
public final class SharedSummaries {
    private static final int ACTIVE_MAX = 2;
    private static final long WAIT_MS = 10_000;
    private static final int REFUSED_CODE = 322;

    /** A client's wish under its own request id. */
    public record Holder(ClientSession client, int reqId) {}

    private record Key(String group, String tags) {}

    private record ValueKey(String account, String tag, String currency) {}

    private record Queued(Holder holder, Key key, long deadline) {}

    private static final class Active {
        private final int upstreamId;
        private final Map<ValueKey, AccountSummary> image = new LinkedHashMap<>();
        private final Set<Holder> holders = new LinkedHashSet<>();
        private boolean complete;

        private Active(int upstreamId) {
            this.upstreamId = upstreamId;
        }
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
        var holder = new Holder(client, request.reqId());
        if (isHeld(holder)) {
            client.error(request.reqId(), REFUSED_CODE, "duplicate request id " + request.reqId());
            return;
        }
        var key = new Key(request.groupName(), request.tags());
        if (!join(holder, key)) {
            queue.add(new Queued(holder, key, now.inMs(WAIT_MS)));
        }
    }

    public void cancel(ClientSession client, int reqId) {
        leave(Set.of(new Holder(client, reqId)));
    }

    public void onClientEnded(ClientSession client) {
        leave(held().stream().filter(h -> h.client() == client).toList());
    }

    public void onValue(AccountSummary value) {
        byUpstreamId(value.reqId())
                .ifPresentOrElse(
                        a -> {
                            a.image.put(new ValueKey(value.account(), value.tag(), value.currency()), value);
                            List.copyOf(a.holders).forEach(h -> h.client().send(value.withReqId(h.reqId())));
                        },
                        ids::countLateReply);
    }

    public void onEnd(AccountSummaryEnd end) {
        byUpstreamId(end.reqId())
                .ifPresentOrElse(
                        a -> {
                            boolean first = !a.complete;
                            a.complete = true;
                            if (first) {
                                List.copyOf(a.holders).forEach(h -> h.client().send(end.withReqId(h.reqId())));
                            }
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

    /** All is gone with the gateway session, or with its data. Returns who held or waited. */
    public List<Holder> forget() {
        List<Holder> all = new ArrayList<>(held());
        active.clear();
        queue.clear();
        return all;
    }

    public void poll() {
        for (Queued queued : List.copyOf(queue)) {
            if (now.reached(queued.deadline())) {
                queue.remove(queued);
                queued.holder()
                        .client()
                        .error(
                                queued.holder().reqId(),
                                REFUSED_CODE,
                                "maximum number of account summary requests exceeded: two different ones are held by"
                                        + " other clients; ask for the same group and tags, or later");
            }
        }
    }

    public long nextDeadline() {
        return queue.stream().mapToLong(Queued::deadline).min().orElse(Now.NEVER);
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
            a = new Active(ids.freeId());
            if (!gateway.send(Lane.INTERACTIVE, new ReqAccountSummary(a.upstreamId, key.group(), key.tags()))) {
                return false;
            }
            active.put(key, a);
        }
        a.holders.add(holder);
        List.copyOf(a.image.values()).forEach(v -> holder.client().send(v.withReqId(holder.reqId())));
        if (a.complete) {
            holder.client().send(new AccountSummaryEnd(holder.reqId()));
        }
        return true;
    }

    private void leave(Iterable<Holder> leaving) {
        for (Holder holder : leaving) {
            queue.removeIf(q -> q.holder().equals(holder));
            active.values().removeIf(a -> {
                boolean unused = a.holders.remove(holder) && a.holders.isEmpty();
                if (unused) {
                    gateway.send(Lane.INTERACTIVE, new CancelAccountSummary(a.upstreamId));
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

    private boolean isHeld(Holder holder) {
        return held().contains(holder);
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
}
