package io.mainstay.simulator.fault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every fault that exists, by name. Some take a value, and all take a trigger: {@code wedge-after-3},
 * {@code slow-login=2s}, {@code no-answer=REQ_POSITIONS:2}, {@code late-answer=5s@probability:0.1}. Stateless.
 */
public final class FaultCatalogue {
    /** The one whose value stands in its name. */
    static final String WEDGE = "wedge-after";

    private static final Pattern SPEC =
            Pattern.compile("([a-z]+(?:-[a-z0-9]+)*?)(?:-(\\d{1,6}))?(?:=([^@]*))?(?:@(.*))?");
    private static final Map<String, FaultKind> KINDS = new LinkedHashMap<>();

    static {
        Stream.of(
                        TcpFaults.all(),
                        HandshakeFaults.all(),
                        LinkFaults.all(),
                        MarketDataFaults.all(),
                        RequestFaults.all(),
                        OrderFaults.all())
                .flatMap(List::stream)
                .forEach(kind -> KINDS.put(kind.name(), kind));
    }

    private FaultCatalogue() {}

    /** Every entry, by the part of the gateway that it is about. */
    public static List<FaultKind> kinds() {
        return List.copyOf(KINDS.values());
    }

    /**
     * The fault that a text names; absent if there is no such fault.
     *
     * @throws IllegalArgumentException if its value or its trigger is not of the right kind
     */
    public static Optional<Fault> parse(String spec) {
        Matcher form = SPEC.matcher(spec);
        if (!form.matches()) {
            return Optional.empty();
        }
        String number = form.group(2);
        FaultKind kind = KINDS.get(form.group(1));
        if (kind == null || (number == null) == kind.name().equals(WEDGE)) {
            return Optional.empty();
        }
        String value = form.group(3);
        if (value != null && kind.form().isEmpty()) {
            throw new IllegalArgumentException("fault " + kind.name() + " takes no value: " + value);
        }
        Strike strike = form.group(4) == null ? Strike.ALWAYS : Strike.parse(form.group(4));
        String whole = value == null ? kind.usualValue() : value;
        if (number != null) {
            whole = value == null ? number : number + ":" + value;
        }
        return Optional.of(new Fault(kind, whole, strike));
    }

    /** A fault's name and value as they are written. */
    static String written(String name, String value) {
        if (name.equals(WEDGE)) {
            return name + "-" + value.replaceFirst(":", "=");
        }
        return value.isEmpty() ? name : name + "=" + value;
    }
}
