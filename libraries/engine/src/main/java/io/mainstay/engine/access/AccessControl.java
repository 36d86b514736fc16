package io.mainstay.engine.access;

import io.mainstay.engine.time.Now;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.Incoming;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the rule of each client and keeps what the clients of one rule share. Used by one thread. */
public final class AccessControl {
    private static final int WRONG_TOKENS_MAX = 5;
    private static final long WRONG_TOKENS_WITHIN_MS = 60_000;
    private static final int SOURCES_MAX = 1_000;

    private AccessRules rules;
    private final Supplier<String> accounts;
    private final Now now;
    private final ContractBook contracts = new ContractBook();

    /** One for each rule that has been used. */
    private final Map<String, OrderChecks> checks = new HashMap<>();

    /** When wrong tokens were shown, by source, at most SOURCES_MAX sources of WRONG_TOKENS_MAX each; the oldest leave. */
    private final Map<String, Deque<Long>> wrongTokens = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Long>> eldest) {
            return size() > SOURCES_MAX;
        }
    };

    /** @param accounts the login's accounts, with commas between them */
    public AccessControl(AccessRules rules, Supplier<String> accounts, Now now) {
        this.rules = rules;
        this.accounts = accounts;
        this.now = now;
    }

    /** Whether a peer may speak at all: without proof, or because it may yet show a token. */
    public boolean mayComeIn(Peer peer) {
        return rules.rules().stream().anyMatch(rule -> rule.fits(peer, rules.ownUid()));
    }

    /**
     * What a peer may do; empty if it may not come in.
     *
     * @param greetingOptions of its greeting
     * @param capabilities of its START_API
     */
    public Optional<Rights> admit(Peer peer, String greetingOptions, String capabilities) {
        Optional<String> token = Tokens.in(greetingOptions, capabilities);
        if (token.isEmpty()) {
            return rules.rules().stream()
                    .filter(rule -> rule.tokenHash().isEmpty() && rule.fits(peer, rules.ownUid()))
                    .findFirst()
                    .map(rule -> rights(rule, null));
        }
        if (tooManyWrong(peer)) {
            return Optional.empty();
        }
        Optional<AccessRule> named = Optional.empty();
        for (AccessRule rule : rules.rules()) {
            // All are compared, so that the time tells nothing of which one nearly fits.
            boolean matches = !rule.tokenHash().isEmpty() && Tokens.matches(token.get(), rule.tokenHash());
            if (matches && named.isEmpty() && rule.fits(peer, rules.ownUid())) {
                named = Optional.of(rule);
            }
        }
        if (named.isEmpty()) {
            countWrong(peer);
        }
        return named.map(rule -> rights(rule, null));
    }

    /**
     * Puts other rules in force. What clients are in by rights of the old ones is to be judged {@link #again}. What a rule's
     * clients have ordered in this second counts on.
     */
    public void change(AccessRules next) {
        Map<String, AccessRule> named =
                next.rules().stream().collect(Collectors.toMap(AccessRule::name, Function.identity(), (a, b) -> a));
        checks.keySet().retainAll(named.keySet());
        checks.replaceAll((name, shared) ->
                shared.with(Objects.requireNonNull(named.get(name)).limits()));
        rules = next;
    }

    /**
     * What a client that is in may do by the rules in force: the very same rights if its rule is as it was.
     *
     * @return empty if none lets it in any more; also if the rule of its token or certificate has another name now, which would
     *     make it somebody else
     */
    public Optional<Rights> again(Rights before, Peer peer) {
        AccessRule old = before.accessRule();
        return rules.rules().stream()
                .filter(rule -> rule.tokenHash().equals(old.tokenHash()) && rule.fits(peer, rules.ownUid()))
                .findFirst()
                .filter(rule -> !(old.asksForProof() || rule.asksForProof())
                        || rule.name().equals(old.name()))
                .map(rule -> rule.equals(old) ? before : rights(rule, before.view()));
    }

    /** Learns from an answer of the gateway what contract ids mean. */
    public void learn(Incoming message) {
        if (message instanceof ContractData contract) {
            contracts.learn(contract);
        }
    }

    /** @param before what the client saw so far; null for one that comes in */
    private Rights rights(AccessRule rule, @Nullable AccountView before) {
        OrderChecks shared = checks.computeIfAbsent(
                rule.name(),
                name -> new OrderChecks(
                        rule.limits(), new OrderRate(now, rule.limits().perSecond()), contracts));
        return new Rights(
                rule,
                rule.asksForProof(),
                shared,
                rule.accounts().isEmpty() ? null : new AccountView(rule.accounts(), accounts, before));
    }

    private boolean tooManyWrong(Peer peer) {
        Deque<Long> times = wrongTokens.get(peer.source());
        if (times == null) {
            return false;
        }
        times.removeIf(at -> now.msSince(at) >= WRONG_TOKENS_WITHIN_MS);
        return times.size() >= WRONG_TOKENS_MAX;
    }

    private void countWrong(Peer peer) {
        wrongTokens.computeIfAbsent(peer.source(), s -> new ArrayDeque<>()).addLast(now.nanos());
    }
}
