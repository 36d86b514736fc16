package io.mainstay.simulator.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every fault that exists, by name. Some take a value: {@code wedge-after-3}, {@code slow-login=2s},
 * {@code no-answer=REQ_POSITIONS:2}, {@code cut-mid-frame=REQ_CONTRACT_DATA}. Stateless.
 */
public final class FaultCatalogue {
    private static final Pattern SPEC = Pattern.compile("([a-z]+(?:-[a-z]+)*)(?:-(\\d{1,6}))?(?:=(.*))?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,7})(ms|s|m)");

    private FaultCatalogue() {}

    /** One of each, with its usual value. */
    public static List<Fault> all() {
        return List.of(
                new Wedge(3),
                new AcceptQueueFull(),
                new MuteHandshake(),
                new Refuse(),
                new CloseOnAccept(),
                new ResetOnConnect(),
                new DuplicateClientId(),
                new HeldClientId(Duration.ofSeconds(10)),
                new HalfOpen(),
                new SlowHandshake(Duration.ofSeconds(10)),
                new SlowLogin(Duration.ofSeconds(20)),
                new AccountsLate(Duration.ofSeconds(5)),
                new UnorderedStart(),
                new LinkDown(false),
                new LinkDown(true),
                new FarmFlap(),
                new Restart(),
                Outage.nightlyReset(),
                Outage.weeklyLogin(),
                Outage.maintenance(),
                new ReadOnly(),
                new OrderHeldByDialog(),
                new NoMarketData(),
                new PacingEnforced(),
                new NoAnswer("REQ_HISTORICAL_DATA", 1),
                new LateAnswer(Duration.ofSeconds(10)),
                new SplitBytes(),
                new CutMidFrame("REQ_HISTORICAL_DATA"));
    }

    /**
     * The fault that a text names.
     *
     * @throws IllegalArgumentException if its value is not of the right kind; absent if there is no such fault
     */
    public static Optional<Fault> parse(String spec) {
        Matcher form = SPEC.matcher(spec);
        if (!form.matches()) {
            return Optional.empty();
        }
        String name = form.group(1);
        String number = form.group(2);
        String value = form.group(3);
        if (name.equals("wedge-after") && number != null && value == null) {
            return Optional.of(new Wedge(Integer.parseInt(number)));
        }
        if (number != null) {
            return Optional.empty();
        }
        if (value == null) {
            return all().stream().filter(fault -> fault.name().equals(name)).findFirst();
        }
        return withValue(name, value);
    }

    private static Optional<Fault> withValue(String name, String value) {
        Supplier<Duration> duration = () -> duration(name, value);
        return switch (name) {
            case "held-client-id" -> Optional.of(new HeldClientId(duration.get()));
            case "slow-handshake" -> Optional.of(new SlowHandshake(duration.get()));
            case "slow-login" -> Optional.of(new SlowLogin(duration.get()));
            case "accounts-late" -> Optional.of(new AccountsLate(duration.get()));
            case "late-answer" -> Optional.of(new LateAnswer(duration.get()));
            case "cut-mid-frame" -> Optional.of(new CutMidFrame(value));
            case "no-answer" -> {
                String[] parts = value.split(":", 2);
                if (parts.length == 2 && !parts[1].matches("\\d{1,9}")) {
                    throw new IllegalArgumentException("no-answer=" + value + ": after the colon comes a number");
                }
                yield Optional.of(new NoAnswer(parts[0], parts.length == 2 ? Long.parseLong(parts[1]) : 1));
            }
            default -> throw new IllegalArgumentException("fault " + name + " takes no value: " + value);
        };
    }

    static Duration duration(String name, String text) {
        Matcher form = DURATION.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(name + "=" + text + ": a duration such as 500ms, 10s or 2m is needed");
        }
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }
}
