package io.mainstay.engine;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.routing.Route;
import io.mainstay.engine.units.CountedContracts;
import io.mainstay.engine.upstream.Availability;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Messages of clients that wait until the gateway has said what contract a request is about, since the client's version
 * counts sizes of some contracts in another way than the gateway's. What a client sends behind such a request waits behind
 * it, so that its messages keep their order. What ends something that does not wait goes on at once, and messages about
 * orders never come here, since orders are in shares at all versions.
 */
final class HeldMessages {
    /** Messages of one client that may wait. */
    private static final int WAITING_MAX = 5_000;

    private final Gateway gateway;
    private final CountedContracts contracts;
    private final Availability availability;

    /** The messages that wait, by client; removed when the last one goes on, or with the client. */
    private final Map<ClientSession, Deque<Outgoing>> byClient = new LinkedHashMap<>();

    HeldMessages(Gateway gateway, CountedContracts contracts, Availability availability) {
        this.gateway = gateway;
        this.contracts = contracts;
        this.availability = availability;
    }

    /** Keeps a message that can't go on now. Returns false, with nothing done, if it can. */
    boolean hold(ClientSession client, Route route, Outgoing message) {
        Deque<Outgoing> waiting = byClient.get(client);
        boolean lacks = lacks(client, message);
        if (waiting == null ? !lacks : endsOther(route, message, waiting)) {
            return false;
        }
        if (waiting != null && waiting.size() >= WAITING_MAX) {
            client.error(
                    id(message),
                    ErrorCatalogue.REQUEST_FAILED,
                    message.wireName() + " was not sent: " + WAITING_MAX
                            + " messages wait for the gateway to say what contracts are; try again");
            return true;
        }
        byClient.computeIfAbsent(client, c -> new ArrayDeque<>()).add(message);
        Contract contract = CountedContracts.contract(message);
        if (lacks && contract != null) {
            contracts.want(contract);
        }
        return true;
    }

    /** Lets go on what waits for nothing any more, each client's messages in their order. */
    void release(BiConsumer<ClientSession, Outgoing> onwards) {
        for (ClientSession client : List.copyOf(byClient.keySet())) {
            List<Outgoing> free = takeFree(client);
            free.forEach(message -> {
                if (client.ready()) {
                    goOn(client, message, onwards);
                }
            });
        }
        contracts.forgetRefusals();
    }

    void onClientEnded(ClientSession client) {
        byClient.remove(client);
    }

    private List<Outgoing> takeFree(ClientSession client) {
        Deque<Outgoing> waiting = byClient.get(client);
        var free = new ArrayList<Outgoing>();
        while (waiting != null && !waiting.isEmpty() && !waits(client, waiting.getFirst())) {
            free.add(waiting.removeFirst());
        }
        if (waiting != null && waiting.isEmpty()) {
            byClient.remove(client);
        }
        return free;
    }

    private boolean waits(ClientSession client, Outgoing message) {
        Contract contract = CountedContracts.contract(message);
        return contract != null && lacks(client, message) && contracts.isAsked(contract);
    }

    private void goOn(ClientSession client, Outgoing message, BiConsumer<ClientSession, Outgoing> onwards) {
        Contract contract = CountedContracts.contract(message);
        if (contract == null || !lacks(client, message)) {
            onwards.accept(client, message);
            return;
        }
        ErrorMessage refusal = contracts.refusal(contract);
        if (refusal != null) {
            client.send(new ErrorMessage(
                    id(message),
                    refusal.errorCode(),
                    refusal.errorMsg(),
                    refusal.advancedOrderRejectJson(),
                    refusal.errorTime()));
        } else {
            client.error(
                    id(message),
                    ErrorCatalogue.REQUEST_FAILED,
                    message.wireName()
                            + " was not sent: the gateway did not say what contract it is about, and counts the"
                            + " sizes of some in another way than version " + client.version() + "; ask again");
        }
    }

    /** Whether a message ends something under an id that none of those that wait has. */
    private static boolean endsOther(Route route, Outgoing message, Deque<Outgoing> waiting) {
        return message instanceof HasReqId end
                && route.endsSomething(message)
                && waiting.stream().noneMatch(m -> m instanceof HasReqId other && other.reqId() == end.reqId());
    }

    /** While the gateway is away nothing is asked: whoever wants something then is told so by others. */
    private boolean lacks(ClientSession client, Outgoing message) {
        return client.version() != gateway.serverVersion()
                && contracts.lacks(message, gateway.serverVersion(), client.version())
                && gateway.speaks(message)
                && availability.refusal().isEmpty();
    }

    private static int id(Outgoing message) {
        return message instanceof HasReqId asked ? asked.reqId() : ClientSession.NO_ID;
    }
}
